/* Both locks are held for the move; each is given back by the name by which it was taken. */
#include <pthread.h>

static pthread_mutex_t shard[8];
static int count[8];
int pick(void);

static void move(int from, int to) {
  int first = from < to ? from : to, second = from < to ? to : from;
  pthread_mutex_lock(&shard[first]);
  pthread_mutex_lock(&shard[second]);
  count[second]++;
  pthread_mutex_unlock(&shard[second]);
  count[first]--;
  pthread_mutex_unlock(&shard[first]);
}

static void* worker(void* unused) {
  int from = pick(), to = pick();
  if (from != to) move(from, to);
  return unused;
}

int main(void) {
  pthread_t a, b;
  for (int i = 0; i < 8; i++)
    pthread_mutex_init(&shard[i], 0);
  pthread_create(&a, 0, worker, 0);
  pthread_create(&b, 0, worker, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
