#include <map>
#include <mutex>
#include <queue>
#include <vector>

class JobQueue {
public:
  bool empty() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return jobs_.empty(); // expect: race/check-then-act
  }
  int pop() {
    std::lock_guard<std::mutex> lock(mutex_);
    int job = jobs_.front();
    jobs_.pop(); // expect: race/check-then-act
    return job;
  }
  void push(int job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push(job);
  }

private:
  mutable std::mutex mutex_;
  std::queue<int> jobs_;
};

class Server {
public:
  int step() {
    if (!queue_.empty()) return queue_.pop(); // the two ends lie in the queue's own methods
    return -1;
  }

private:
  JobQueue queue_;
};

class BlockTable {
public:
  int slot(int sequence) {
    bool known;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      known = slots_.count(sequence) != 0; // expect: race/check-then-act
    }
    if (!known) {
      std::lock_guard<std::mutex> lock(mutex_);
      slots_.emplace(sequence, next_++); // expect: race/check-then-act
    }
    return 0;
  }

  bool take_block() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (free_ == 0) return false; // expect: race/check-then-act
    lock.unlock();
    log();
    lock.lock();
    free_ = free_ - 1; // expect: race/check-then-act
    return true;
  }

private:
  void log();
  std::mutex mutex_;
  std::map<int, int> slots_;
  int next_ = 0;
  int free_ = 8;
};
