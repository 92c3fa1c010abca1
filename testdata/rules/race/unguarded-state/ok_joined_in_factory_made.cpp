// As ok_joined_through_pointer, in a library: a static method makes the object and starts its threads.
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Scheduler {
public:
  static bool create(std::unique_ptr<Scheduler>* out) {
    std::unique_ptr<Scheduler> scheduler(new Scheduler());
    scheduler->start();
    out->reset(scheduler.release());
    return true;
  }

  ~Scheduler() {
    stop();
    done_.clear();
    seen_.clear();
  }

  void enqueue(int n) {
    std::lock_guard<std::mutex> lock(mutex_);
    done_.push_back(n);
    changed_.notify_one();
  }

private:
  Scheduler() = default;

  void start() {
    exit_ = false;
    cleaner_.reset(new std::thread([this] { clean(20); }));
    reaper_ = std::make_unique<std::thread>([this] { reap(10); });
  }

  void stop() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      exit_ = true;
    }
    changed_.notify_all();
    if (cleaner_ && cleaner_->joinable()) {
      cleaner_->join();
    }
    if (reaper_ && reaper_->joinable()) {
      reaper_->join();
    }
  }

  void clean(int limit) {
    while (!exit_) {
      std::vector<int> mine;
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return exit_ || !done_.empty(); });
      done_.swap(mine);
    }
  }

  void reap(int limit) {
    while (!exit_) {
      std::lock_guard<std::mutex> lock(mutex_);
      seen_.push_back(limit);
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> exit_{false};
  std::vector<int> done_, seen_;
  std::unique_ptr<std::thread> cleaner_, reaper_;
};
