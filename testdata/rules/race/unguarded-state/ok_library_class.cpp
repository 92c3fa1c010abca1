// What a class that locks may do without its lock.
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

class Sampler {
public:
  explicit Sampler(int vocabulary) : vocabulary_(vocabulary) { step_ = 0; }
  Sampler(Sampler&& other) : vocabulary_(other.vocabulary_), step_(other.step_) {}
  ~Sampler() { step_ = -1; }

  int vocabulary() const { return vocabulary_; } // constant after construction

  int next() {
    std::lock_guard<std::mutex> guard(mutex_);
    return advance();
  }
  int step() {
    std::lock_guard<std::mutex> guard(mutex_);
    return step_;
  }

  // Never guarded anywhere: the class does not claim that these are shared.
  void set_name(std::string name) { name_ = std::move(name); }
  const std::string& name() const { return name_; }

private:
  int advance() { return ++step_; } // only called with the lock

  std::mutex mutex_;
  int vocabulary_;
  int step_;
  std::string name_;
};

class Loader {
public:
  int get() const { return ready_; }

  void fail_under_lock() {
    std::unique_lock<std::mutex> guard(mutex_);
    fail();
    ready_ = 1; // never reached
  }

  static void copy_row(std::vector<float>& to, const std::vector<float>& from) { to = from; }
  void fill(char* row) {
    std::lock_guard<std::mutex> guard(mutex_);
    row[0] = 'x';
  }
  char first(const char* row) { return row[0]; } // another caller's row

  int own_copy(std::vector<int> values) {
    mutex_.lock();
    values[0] = 1;
    mutex_.unlock();
    return values[0];
  }

private:
  void fail() { throw std::runtime_error("shard is missing"); }

  std::mutex mutex_;
  int ready_ = 0;
};
