/* The worker takes the lock of one shard and gives back another's, which may be the same one. */
#include <pthread.h>

static pthread_mutex_t shard[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static int total;
int pick(void);

static void* worker(void* unused) {
  int k = pick();
  pthread_mutex_lock(&shard[0]);
  pthread_mutex_unlock(&shard[k]);
  total++; /* expect: race/unguarded-state */
  return unused;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, 0, worker, 0);
  pthread_mutex_lock(&shard[0]);
  total++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&shard[0]);
  pthread_join(t, 0);
  return 0;
}
