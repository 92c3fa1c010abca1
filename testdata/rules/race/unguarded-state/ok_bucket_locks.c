/* A prefix cache with a lock per bucket, an entry's own lock, and a lock per layer: each side locks what it touches. */
#include <pthread.h>

#define BUCKETS 16

struct entry {
  long hits;
  pthread_mutex_t lock;
};

static long table[BUCKETS];
static pthread_mutex_t locks[BUCKETS];
static struct entry entries[BUCKETS];
static long layer_steps[4];
static pthread_mutex_t layer_locks[4];
int hash_of_prompt(int seed);

static void touch(struct entry *e) {
  pthread_mutex_lock(&e->lock);
  e->hits++;
  pthread_mutex_unlock(&e->lock);
}

static void *lookup(void *unused) {
  int bucket = hash_of_prompt(1);
  (void)unused;
  pthread_mutex_lock(&locks[bucket]);
  table[bucket]++;
  pthread_mutex_unlock(&locks[bucket]);
  touch(&entries[bucket]);
  pthread_mutex_lock(&layer_locks[3]);
  layer_steps[3]++;
  pthread_mutex_unlock(&layer_locks[3]);
  return 0;
}

int main(void) {
  pthread_t worker;
  int slot = hash_of_prompt(2);
  pthread_create(&worker, 0, lookup, 0);
  pthread_mutex_lock(&locks[slot]);
  table[slot] = 0;
  pthread_mutex_unlock(&locks[slot]);
  for (int i = 0; i < BUCKETS; ++i)
    touch(&entries[i]);
  pthread_mutex_lock(&layer_locks[3]);
  layer_steps[3] = 0;
  pthread_mutex_unlock(&layer_locks[3]);
  pthread_join(worker, 0);
  return 0;
}
