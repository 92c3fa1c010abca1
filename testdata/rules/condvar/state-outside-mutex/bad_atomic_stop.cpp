// A prefetch loader's stop flag is atomic, so nobody took the mutex: the notification can come after the predicate
// said no and before the thread sleeps, and the destructor joins for ever.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

class Prefetcher {
public:
  Prefetcher() : worker_([this] { run(); }) {}
  ~Prefetcher() {
    stop_ = true; // expect: condvar/state-outside-mutex
    wanted_cv_.notify_all();
    worker_.join();
  }
  void want(int shard) {
    {
      std::lock_guard<std::mutex> hold(mu_);
      wanted_.push_back(shard);
    }
    wanted_cv_.notify_one();
  }

private:
  void run() {
    for (;;) {
      std::unique_lock<std::mutex> hold(mu_);
      wanted_cv_.wait(hold, [this] { return stop_ || !wanted_.empty(); });
      if (stop_) return;
      wanted_.pop_front();
    }
  }
  std::mutex mu_;
  std::condition_variable wanted_cv_;
  std::deque<int> wanted_;
  std::atomic<bool> stop_{false};
  std::thread worker_;
};

int main() {
  Prefetcher loader;
  loader.want(3);
}
