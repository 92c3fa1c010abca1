#include <condition_variable>
#include <mutex>

// The slot is taken in the section that tests; giving it back later decides nothing.
class Slots {
public:
  void run(void (*job)()) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (busy_ >= limit_)
      freed_.wait(lock);
    busy_++;
    lock.unlock();
    job();
    lock.lock();
    busy_--;
    freed_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable freed_;
  int busy_ = 0, limit_ = 4;
};
