// The handle is last, or the destructor joins before anything goes, or the derived class stops the thread.
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

class Last {
public:
  Last() : loop_([this](std::stop_token stop) { run(stop); }) {}

private:
  void run(std::stop_token stop) {
    while (!stop.stop_requested()) {
      std::lock_guard<std::mutex> hold(mu_);
      pending_.clear();
    }
  }
  std::mutex mu_;
  std::vector<int> pending_;
  std::jthread loop_;
};

class JoinsFirst {
public:
  JoinsFirst() {
    loop_ = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested()) {
        std::lock_guard<std::mutex> hold(mu_);
        pending_.clear();
      }
    });
  }
  ~JoinsFirst() {
    loop_.request_stop();
    loop_.join();
  }

private:
  std::jthread loop_;
  std::mutex mu_;
  std::vector<int> pending_;
};

class Engine {
public:
  virtual ~Engine() { stop(); }
  void start() { thread_ = std::thread([this] { run(); }); }

protected:
  void stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
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
public:
  ~CopyEngine() override { stop(); }

protected:
  void poll() override { done_.push_back(1); }

private:
  std::vector<int> done_;
};

int main() {
  Last last;
  JoinsFirst joins;
  CopyEngine engine;
  engine.start();
}
