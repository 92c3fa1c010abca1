/* The pointer keeps the shard whose lock was taken, whatever becomes of the index. */
#include <pthread.h>

struct shard {
  int count;
  pthread_mutex_t lock;
};
static struct shard shards[8];
int pick(void);

static void* worker(void* unused) {
  int i = pick();
  struct shard* s = &shards[i];
  pthread_mutex_lock(&s->lock);
  i++;
  s->count += i;
  pthread_mutex_unlock(&s->lock);
  return unused;
}

int main(void) {
  pthread_t t;
  for (int i = 0; i < 8; i++)
    pthread_mutex_init(&shards[i].lock, 0);
  pthread_create(&t, 0, worker, 0);
  for (int i = 0; i < 8; i++) {
    struct shard* s = &shards[i];
    pthread_mutex_lock(&s->lock);
    s->count++;
    pthread_mutex_unlock(&s->lock);
  }
  pthread_join(t, 0);
  return 0;
}
