/* The lock is that of the shard before the step, the counter that of the shard after it. */
#include <pthread.h>

struct shard {
  int count;
  pthread_mutex_t lock;
};
static struct shard shards[9];
int pick(void);

static void* worker(void* unused) {
  int i = pick();
  struct shard* s = &shards[i];
  pthread_mutex_lock(&s->lock);
  i++;
  shards[i].count++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&s->lock);
  return unused;
}

int main(void) {
  pthread_t t;
  for (int i = 0; i < 9; i++)
    pthread_mutex_init(&shards[i].lock, 0);
  pthread_create(&t, 0, worker, 0);
  int i = pick();
  pthread_mutex_lock(&shards[i].lock);
  shards[i].count++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&shards[i].lock);
  pthread_join(t, 0);
  return 0;
}
