#include <map>
#include <mutex>
#include <stdexcept>
#include <pthread.h>

pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
int counter;

// The lock function itself failed: nothing is held.
int increment() {
  int err = pthread_mutex_lock(&mu);
  if (err != 0) return err;
  ++counter;
  return pthread_mutex_unlock(&mu);
}

int increment_or(int otherwise) {
  if (pthread_mutex_lock(&mu)) return otherwise;
  const int value = ++counter;
  pthread_mutex_unlock(&mu);
  return value;
}

int try_increment() {
  if (pthread_mutex_trylock(&mu) != 0) return -1;
  ++counter;
  pthread_mutex_unlock(&mu);
  return 0;
}

// One exit for all.
int update(int value) {
  int result = -1;
  pthread_mutex_lock(&mu);
  if (value < 0) goto out;
  counter = value;
  result = 0;
out:
  pthread_mutex_unlock(&mu);
  return result;
}

// Locked if asked, unlocked if asked.
void maybe_locked(bool lock) {
  if (lock) pthread_mutex_lock(&mu);
  ++counter;
  if (lock) pthread_mutex_unlock(&mu);
}

class Pool {
public:
  // Left locked for the caller on success.
  int* borrow(int key) {
    mu_.lock();
    const auto found = map_.find(key);
    if (found == map_.end()) {
      mu_.unlock();
      return nullptr;
    }
    return &found->second;
  }
  void give_back() { mu_.unlock(); }
  void bump(int key) {
    if (borrow(key) != nullptr) give_back();
  }
  int at(int key) {
    mu_.lock();
    try {
      const int value = map_.at(key);
      mu_.unlock();
      return value;
    } catch (const std::out_of_range&) {
      mu_.unlock();
      throw;
    }
  }

private:
  std::mutex mu_;
  std::map<int, int> map_;
};

class Spin {
public:
  void lock() { mu_.lock(); }
  bool try_lock() {
    if (busy_) return false;
    mu_.lock();
    if (busy_) {
      mu_.unlock();
      return false;
    }
    return true;
  }
  void unlock() { mu_.unlock(); }

private:
  std::mutex mu_;
  bool busy_ = false;
};

Pool pool;
void use() { pool.bump(3); }
