// What Clang's own analysis cannot follow, and is right.
#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define PT_GUARDED_BY(x) __attribute__((pt_guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define REQUIRES_SHARED(...) __attribute__((requires_shared_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define ASSERT_CAPABILITY(...) __attribute__((assert_capability(__VA_ARGS__)))
#define NO_THREAD_SAFETY_ANALYSIS __attribute__((no_thread_safety_analysis))

class CAPABILITY("mutex") Mutex {
public:
  void Lock() ACQUIRE() { mu_.lock(); }
  void Unlock() RELEASE() { mu_.unlock(); }
  void AssertHeld() ASSERT_CAPABILITY(this) {}

private:
  std::mutex mu_;
};

class SCOPED_CAPABILITY MutexLock {
public:
  explicit MutexLock(Mutex* mu) ACQUIRE(mu) : mu_(mu) { mu_->Lock(); }
  ~MutexLock() RELEASE() { mu_->Unlock(); }

private:
  Mutex* mu_;
};

class Scheduler {
public:
  explicit Scheduler(int slots) : slots_(slots) { waiting_.reserve(8); }

  void submit(int id) {
    std::unique_lock<std::mutex> lock(mu_);
    insert(id);
    std::unique_lock<std::mutex> moved = std::move(lock);
    waiting_.push_back(id);
  }

  bool contains(int id) {
    std::lock_guard<std::mutex> lock(mu_);
    return std::any_of(waiting_.begin(), waiting_.end(), [&](int w) { return w == id && slots_ > 0; });
  }

  int read() const {
    std::shared_lock<std::shared_mutex> lock(config_mu_);
    return limit_;
  }

  void swap(Scheduler& other) {
    std::scoped_lock lock(mu_, other.mu_);
    std::swap(slots_, other.slots_);
  }

  void locked_twice() {
    auto lock = take();
    slots_ = 3;
  }

  int approximate() const NO_THREAD_SAFETY_ANALYSIS { return slots_; }

private:
  std::unique_lock<std::mutex> take() { return std::unique_lock<std::mutex>(mu_); }
  void insert(int id) { waiting_.push_back(id); } // only called with the lock held
  void drain() REQUIRES(mu_) { waiting_.clear(); }

  mutable std::mutex mu_;
  mutable std::shared_mutex config_mu_;
  std::vector<int> waiting_ GUARDED_BY(mu_);
  int slots_ GUARDED_BY(mu_);
  int limit_ GUARDED_BY(config_mu_) = 0;
};

class Allocator {
public:
  void grow() {
    MutexLock lock(&mu_);
    size_ += 1;
    touch();
  }
  void shrink() {
    mu_.Lock();
    size_ -= 1;
    mu_.Unlock();
  }
  void checked() {
    mu_.AssertHeld();
    size_ = 0;
  }

private:
  void touch() REQUIRES(mu_) { size_ = size_ + 0; }

  Mutex mu_;
  int size_ GUARDED_BY(mu_) = 0;
};
