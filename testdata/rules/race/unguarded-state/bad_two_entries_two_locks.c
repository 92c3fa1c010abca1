/* A library: two functions that others call, each sure of its own lock. */
#include <pthread.h>

static pthread_mutex_t read_lock = PTHREAD_MUTEX_INITIALIZER, write_lock = PTHREAD_MUTEX_INITIALIZER;
static long bytes;

void device_read(long n) {
  pthread_mutex_lock(&read_lock);
  bytes += n; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&read_lock);
}

void device_write(long n) {
  pthread_mutex_lock(&write_lock);
  bytes += n; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&write_lock);
}
