// Flags that are set and waits that are notified; a loop that an exception or a closed queue ends.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

class Writer {
public:
  Writer() : worker_([this] { run(); }) {}
  ~Writer() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      stop_ = true;
    }
    posted_.notify_all();
    worker_.join();
  }
  void post(int page) {
    std::lock_guard<std::mutex> hold(mu_);
    pages_.push_back(page);
    posted_.notify_one();
  }

private:
  void run() {
    std::unique_lock<std::mutex> hold(mu_);
    while (true) {
      posted_.wait(hold, [this] { return stop_ || !pages_.empty(); });
      if (stop_) return;
      pages_.pop_front();
    }
  }
  std::mutex mu_;
  std::condition_variable posted_;
  std::deque<int> pages_;
  bool stop_ = false;
  std::thread worker_;
};

class Poller {
public:
  void start() { thread_ = std::thread([this] { poll(); }); }
  void stop() {
    running_ = false;
    thread_.join();
  }

private:
  void poll() {
    while (running_)
      ++polls_;
  }
  std::atomic<bool> running_{true};
  std::atomic<long> polls_{0};
  std::thread thread_;
};

class Reader {
public:
  void start() {
    thread_ = std::thread([this] {
      try {
        for (;;)
          next();
      } catch (const std::runtime_error&) {
      }
    });
  }
  void finish() { thread_.join(); }

private:
  void next() {
    if (++read_ > 10) throw std::runtime_error("end");
  }
  int read_ = 0;
  std::thread thread_;
};

int main() {
  Writer writer;
  writer.post(1);
  Poller poller;
  poller.start();
  poller.stop();
  Reader reader;
  reader.start();
  reader.finish();
}
