// The base of all progress engines starts the thread; its first poll may run before the derived class exists.
#include <atomic>
#include <thread>

class Engine {
public:
  Engine() : thread_([this] { run(); }) {} // expect: thread/started-before-ready
  virtual ~Engine() = default;

protected:
  void stop() {
    stop_ = true;
    thread_.join();
  }
  virtual void poll() {}

private:
  void run() {
    while (!stop_)
      poll();
  }
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class SocketEngine : public Engine {
public:
  ~SocketEngine() override { stop(); }

protected:
  void poll() override { ++polls_; }

private:
  int polls_ = 0;
};

int main() { SocketEngine engine; }
