// Bodies are elsewhere: the declarations say what calls do and what they need.
#include <mutex>

#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))

class CAPABILITY("mutex") Mutex {
public:
  void Lock() ACQUIRE();
  void Unlock() RELEASE();
};

class SCOPED_CAPABILITY MutexLock {
public:
  explicit MutexLock(Mutex* mu) ACQUIRE(mu);
  ~MutexLock() RELEASE();
};

class BlockPool {
public:
  int take() {
    {
      MutexLock lock(&mu_);
      --free_;
    }
    return free_; // expect: race/annotation-violated
  }
  void give() {
    mu_.Lock();
    ++free_;
    mu_.Unlock();
    rebalance(); // expect: race/annotation-violated
  }
  void shrink() {
    MutexLock lock(&mu_);
    wait_for_users(); // expect: race/annotation-violated
  }

private:
  void rebalance() REQUIRES(mu_);
  void wait_for_users() EXCLUDES(mu_);

  Mutex mu_;
  int free_ GUARDED_BY(mu_) = 8;
};

class Session {
public:
  void open() ACQUIRE(mu_) { // expect: race/annotation-violated
    if (closed_) return;
    mu_.lock();
  }
  void close() RELEASE(mu_) { // expect: race/annotation-violated
    requests_ = 0;
  }
  void drop() {
    close_quietly(); // expect: race/annotation-violated
  }

private:
  void close_quietly() RELEASE(mu_);

  std::mutex mu_;
  bool closed_ = false;
  int requests_ GUARDED_BY(mu_) = 0;
};
