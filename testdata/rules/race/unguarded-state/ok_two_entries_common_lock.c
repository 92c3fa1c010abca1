/* Each has a lock of its own, and one lock is common; setting up and looking at the end need none. */
#include <pthread.h>

static pthread_mutex_t read_lock = PTHREAD_MUTEX_INITIALIZER, write_lock = PTHREAD_MUTEX_INITIALIZER,
                       stats_lock = PTHREAD_MUTEX_INITIALIZER;
static long bytes, reads, writes;

void device_open(void) { bytes = reads = writes = 0; }

void device_read(long n) {
  pthread_mutex_lock(&read_lock);
  reads++;
  pthread_mutex_lock(&stats_lock);
  bytes += n;
  pthread_mutex_unlock(&stats_lock);
  pthread_mutex_unlock(&read_lock);
}

void device_write(long n) {
  pthread_mutex_lock(&write_lock);
  writes++;
  pthread_mutex_lock(&stats_lock);
  bytes += n;
  pthread_mutex_unlock(&stats_lock);
  pthread_mutex_unlock(&write_lock);
}

long device_close(void) { return bytes + reads + writes; }
