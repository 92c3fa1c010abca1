// Locks made recursive by an attribute or an initialiser; locks that do nothing.
#include <mutex>
#include <pthread.h>

pthread_mutex_t fixed = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static void init_recursive(pthread_mutex_t* mu) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(mu, &attributes);
  pthread_mutexattr_destroy(&attributes);
}

class Log {
public:
  Log() { init_recursive(&mu_); }
  ~Log() { pthread_mutex_destroy(&mu_); }
  void line() {
    pthread_mutex_lock(&mu_);
    ++lines_;
    pthread_mutex_unlock(&mu_);
  }
  void lines() {
    pthread_mutex_lock(&mu_);
    line();
    line();
    pthread_mutex_unlock(&mu_);
  }

private:
  pthread_mutex_t mu_;
  int lines_ = 0;
};

int fixed_count;
void inner() {
  pthread_mutex_lock(&fixed);
  ++fixed_count;
  pthread_mutex_unlock(&fixed);
}
void outer() {
  pthread_mutex_lock(&fixed);
  inner();
  pthread_mutex_unlock(&fixed);
}

struct NullMutex {
  void lock() {}
  void unlock() {}
};

template <class Mutex> class Cache {
public:
  int get() {
    std::lock_guard<Mutex> hold(mu_);
    return size();
  }
  int size() {
    std::lock_guard<Mutex> hold(mu_);
    return size_;
  }

private:
  Mutex mu_;
  int size_ = 0;
};

int main() {
  Log log;
  log.lines();
  outer();
  Cache<NullMutex> cache;
  return cache.get();
}
