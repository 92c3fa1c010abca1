#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Slots {
public:
  void wait_for_consumer() {
    std::unique_lock<std::mutex> lock(mutex_);
    waiting_changed_.wait(lock, [this] { return waiting_ > 0; }); // expect: deadlock/blocking-under-lock
  }
  void consume() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++waiting_;
    waiting_changed_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable waiting_changed_;
  int waiting_ = 0;
};

// The predicate waits for a consumer with the batcher's lock held: nobody can enqueue meanwhile.
class Batcher {
public:
  explicit Batcher(Slots& slots) : slots_(slots), thread_([this] { run(); }) {}
  ~Batcher() {
    exit_ = true;
    changed_.notify_one();
    thread_.join();
  }
  void enqueue(int request) {
    std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back(request);
    changed_.notify_one();
  }

private:
  void run() {
    auto slot_free = [this] {
      slots_.wait_for_consumer();
      return true;
    };
    while (!exit_) {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, slot_free);
      if (!queue_.empty()) queue_.pop_front();
    }
  }

  Slots& slots_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> queue_;
  std::atomic<bool> exit_{false};
  std::thread thread_;
};
