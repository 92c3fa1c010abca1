#include <pthread.h>

class Log {
public:
  Log() {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_NORMAL);
    pthread_mutex_init(&mu_, &attributes);
  }
  void line() {
    pthread_mutex_lock(&mu_); // expect: deadlock/double-lock
    ++lines_;
    pthread_mutex_unlock(&mu_);
  }
  void lines() {
    pthread_mutex_lock(&mu_);
    line();
    pthread_mutex_unlock(&mu_);
  }

private:
  pthread_mutex_t mu_;
  int lines_ = 0;
};
