// A class of a library: nobody here starts a thread, but its own locks say that several use it.
#include <map>
#include <mutex>
#include <string>

class PromptCache {
public:
  PromptCache() = default;
  PromptCache(const PromptCache& other) : hits_(other.hits_) {} // expect: race/unguarded-state

  void put(const std::string& prompt, int slot) {
    std::lock_guard<std::mutex> guard(mutex_);
    slots_[prompt] = slot;
    hits_ = 0;
  }

  int slot_of(const std::string& prompt) { return slots_[prompt]; } // expect: race/unguarded-state
  std::size_t size() const { return slots_.size(); }                // expect: race/unguarded-state

  void count(bool twice) {
    if (twice) {
      bump(misses_); // counted without the lock
    } else {
      std::lock_guard<std::mutex> guard(mutex_);
      bump(misses_);
    }
  }

private:
  static void bump(int& counter) { counter++; } // expect: race/unguarded-state

  std::mutex mutex_;
  std::map<std::string, int> slots_;
  int hits_ = 0;
  int misses_ = 0;
};

// The lock belongs to the caller.
class Counters {
public:
  void add(std::mutex& mutex, long tokens) {
    std::lock_guard<std::mutex> guard(mutex);
    tokens_ = tokens_ + tokens;
  }
  long tokens() const { return tokens_; } // expect: race/unguarded-state

private:
  long tokens_ = 0;
};

struct Lockable {
  std::mutex mutex_;
};

// The lock and one of the methods are inherited.
class Base : public Lockable {
public:
  void set_limit(int limit) {
    std::lock_guard<std::mutex> guard(mutex_);
    limit_ = limit;
  }

protected:
  int limit_ = 0;
};

class Scheduler : public Base {
public:
  int limit() const { return limit_; } // expect: race/unguarded-state
};

struct Request {
  int state;
};

class Queue {
public:
  int admit(Request* request) {
    mutex_.lock();
    request->state = 1;
    mutex_.unlock();
    return request->state; // expect: race/unguarded-state
  }

private:
  std::mutex mutex_;
};
