#include <map>
#include <mutex>
#include <queue>

class JobQueue {
public:
  bool try_pop(int& job) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (jobs_.empty()) return false;
    job = jobs_.front();
    jobs_.pop();
    return true;
  }
  bool empty() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return jobs_.empty();
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
    int job = -1;
    if (!queue_.empty()) queue_.try_pop(job); // tests again inside
    return job;
  }

private:
  JobQueue queue_;
};

class BlockTable {
public:
  int slot(int sequence) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      const auto found = slots_.find(sequence);
      if (found != slots_.end()) return found->second;
    }
    const int made = make();
    std::lock_guard<std::mutex> lock(mutex_);
    const auto again = slots_.find(sequence); // somebody may have been faster
    if (again != slots_.end()) return again->second;
    slots_.emplace(sequence, made);
    return made;
  }

  bool take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_ == 0) return false;
    --free_;
    return true;
  }

  void statistics(bool print) {
    int now;
    {
      std::lock_guard<std::mutex> lock(mutex_);
      now = free_;
    }
    if (print) show(now);
    std::lock_guard<std::mutex> lock(mutex_);
    free_ = 8; // does not depend on what was read
  }

private:
  int make();
  void show(int value);
  std::mutex mutex_;
  std::map<int, int> slots_;
  int free_ = 8;
};
