#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Worker {
public:
  Worker() : thread_([this] { run(); }) {}
  ~Worker() {
    {
      std::lock_guard<std::mutex> g(mu_);
      stop_ = true;
    }
    cv_.notify_all();
    if (thread_.joinable()) thread_.join();
    jobs_.clear();
  }
  void push(int job) {
    std::lock_guard<std::mutex> g(mu_);
    jobs_.push_back(job);
    cv_.notify_one();
  }
  long total() const { return total_.load(); }

private:
  void run() {
    for (;;) {
      int job = 0;
      {
        std::unique_lock<std::mutex> lock(mu_);
        cv_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        job = jobs_.front();
        jobs_.pop_front();
      }
      total_ += job;
    }
  }
  std::mutex mu_;
  std::condition_variable cv_;
  std::deque<int> jobs_;
  bool stop_ = false;
  std::atomic<long> total_{0};
  std::thread thread_;
};

int main() {
  Worker w;
  w.push(1);
  return static_cast<int>(w.total());
}
