// Writers of checkpoint shards count themselves off with an atomic and signal without the mutex.
#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_written = PTHREAD_COND_INITIALIZER;
static atomic_int left = 4;

static void* write_shard(void* unused) {
  (void)unused;
  atomic_fetch_sub(&left, 1); // expect: condvar/state-outside-mutex
  pthread_cond_signal(&all_written);
  return 0;
}

int main(void) {
  pthread_t writers[4];
  for (int i = 0; i < 4; ++i)
    pthread_create(&writers[i], 0, write_shard, 0);
  pthread_mutex_lock(&mu);
  while (atomic_load(&left) != 0)
    pthread_cond_wait(&all_written, &mu);
  pthread_mutex_unlock(&mu);
  for (int i = 0; i < 4; ++i)
    pthread_join(writers[i], 0);
  return 0;
}
