// Wrappers whose bodies are in another library, scopes that are unlocked early, assertions, and contracts that are kept.
#include <mutex>
#include <shared_mutex>

#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define REQUIRES_SHARED(...) __attribute__((requires_shared_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define ACQUIRE_SHARED(...) __attribute__((acquire_shared_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define RELEASE_GENERIC(...) __attribute__((release_generic_capability(__VA_ARGS__)))
#define TRY_ACQUIRE(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define ASSERT_CAPABILITY(...) __attribute__((assert_capability(__VA_ARGS__)))
#define ACQUIRED_BEFORE(...) __attribute__((acquired_before(__VA_ARGS__)))

class CAPABILITY("mutex") Mutex {
public:
  void Lock() ACQUIRE();
  void Unlock() RELEASE();
  void ReaderLock() ACQUIRE_SHARED();
  bool TryLock() TRY_ACQUIRE(true);
  void AssertHeld() const ASSERT_CAPABILITY(this);
};

class SCOPED_CAPABILITY MutexLock {
public:
  explicit MutexLock(Mutex* mu) ACQUIRE(mu);
  ~MutexLock() RELEASE();
  void Unlock() RELEASE();
  void Lock() ACQUIRE();
};

class SCOPED_CAPABILITY ReaderLock {
public:
  explicit ReaderLock(Mutex& mu) ACQUIRE_SHARED(mu);
  ~ReaderLock() RELEASE_GENERIC();
};

class BlockPool {
public:
  int take() {
    MutexLock lock(&mu_);
    rebalance();
    return --free_;
  }
  void give() {
    mu_.Lock();
    ++free_;
    mu_.Unlock();
    wait_for_users();
  }
  void shrink() {
    MutexLock lock(&mu_);
    --free_;
    lock.Unlock();
    wait_for_users();
    lock.Lock();
    --free_;
  }
  int size() const {
    ReaderLock lock(mu_);
    return free_;
  }
  void check() {
    mu_.AssertHeld();
    free_ = 1;
    assert_locked();
    rebalance();
  }

  bool try_take() {
    if (!mu_.TryLock()) return false;
    --free_;
    mu_.Unlock();
    return true;
  }

private:
  void assert_locked() const ASSERT_CAPABILITY(mu_);
  void rebalance() REQUIRES(mu_);
  void wait_for_users() EXCLUDES(mu_);

  mutable Mutex mu_;
  int free_ GUARDED_BY(mu_) = 8;
};

class Session {
public:
  void open() ACQUIRE(mu_) {
    mu_.lock();
    ++requests_;
  }
  void close() RELEASE(mu_) {
    requests_ = 0;
    mu_.unlock();
  }
  std::unique_lock<std::mutex> hold() ACQUIRE(mu_) { return std::unique_lock<std::mutex>(mu_); }
  void adopt() RELEASE(mu_) {
    std::lock_guard<std::mutex> lock(mu_, std::adopt_lock);
    requests_ = 2;
  }
  void use() {
    open();
    requests_ = 1;
    pause();
    requests_ = 3;
    close();
  }

private:
  void pause() REQUIRES(mu_) {
    mu_.unlock();
    mu_.lock();
    ++requests_;
  }

  std::mutex mu_;
  int requests_ GUARDED_BY(mu_) = 0;
};

class Wrapped {
public:
  void open() ACQUIRE(mu_) { mu_.Lock(); }
  void close() RELEASE(mu_) { mu_.Unlock(); }

private:
  Mutex mu_;
};

struct Account {
  Mutex second;
  Mutex first ACQUIRED_BEFORE(second);
  void both() {
    MutexLock a(&first);
    MutexLock b(&second);
  }
};
