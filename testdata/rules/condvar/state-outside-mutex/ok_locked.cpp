// The state changes under the waiter's mutex, or the mutex is taken between the change and the notification.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Writer {
public:
  Writer() : worker_([this] { run(); }) {}
  ~Writer() {
    stop();
    worker_.join();
  }
  void post(int page) {
    {
      std::lock_guard<std::mutex> hold(mu_);
      pages_.push_back(page);
    }
    posted_.notify_one();
  }
  void pause() {
    paused_ = true; // nobody waits for a pause
  }
  void resume() {
    paused_ = false;
    { std::lock_guard<std::mutex> hold(mu_); }
    posted_.notify_all();
  }

private:
  void stop() {
    stopping_.store(true);
    wake();
  }
  void wake() {
    std::lock_guard<std::mutex> hold(mu_);
    posted_.notify_all();
  }
  void run() {
    std::unique_lock<std::mutex> hold(mu_);
    while (true) {
      posted_.wait(hold, [this] { return stopping_ || (!paused_ && !pages_.empty()); });
      if (stopping_) return;
      take();
    }
  }
  void take() { pages_.pop_front(); }
  std::mutex mu_;
  std::condition_variable posted_;
  std::deque<int> pages_;
  std::atomic<bool> stopping_{false}, paused_{false};
  std::thread worker_;
};

int main() {
  Writer writer;
  writer.post(1);
  writer.pause();
  writer.resume();
}
