// The derived engine has no destructor: its part is gone when the base joins the thread that calls poll().
#include <atomic>
#include <thread>
#include <vector>

class Engine {
public:
  virtual ~Engine() {
    stop_ = true;
    thread_.join();
  }
  void start() { thread_ = std::thread([this] { run(); }); } // expect: thread/used-after-teardown

protected:
  virtual void poll() = 0;

private:
  void run() {
    while (!stop_)
      poll();
  }
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class CopyEngine : public Engine {
protected:
  void poll() override { done_.push_back(1); }

private:
  std::vector<int> done_;
};

int main() {
  CopyEngine engine;
  engine.start();
}
