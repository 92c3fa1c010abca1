#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

int main(void) {
  pthread_mutex_lock(&mu);
  pthread_mutex_lock(&mu); /* expect: deadlock/double-lock */
  pthread_mutex_unlock(&mu);
  return 0;
}
