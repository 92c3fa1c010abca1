#include <condition_variable>
#include <future>
#include <mutex>
#include <vector>

class Limiter {
public:
  // Callers that hold a lock ask without waiting.
  bool slot_free(bool only_ask = false) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (only_ask) return free_ > 0;
    changed_.wait(lock, [this] { return free_ > 0; });
    return true;
  }
  void finish(std::future<int>& answer, bool wait) {
    if (wait) answer.wait();
    std::lock_guard<std::mutex> lock(mutex_);
    ++free_;
    changed_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int free_ = 4;
};

class Batcher {
public:
  void enqueue(int request) {
    std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back(request);
    if (limiter_.slot_free(true)) woken_ = true;
    limiter_.finish(answer_, false);
  }
  void run() {
    limiter_.slot_free(); // no lock
    limiter_.finish(answer_, true);
    std::lock_guard<std::mutex> lock(mutex_);
    queue_.clear();
  }

private:
  Limiter limiter_;
  std::future<int> answer_;
  std::mutex mutex_;
  std::vector<int> queue_;
  bool woken_ = false;
};
