/* A prefix cache with a lock per bucket. One side takes the lock of the bucket beside its own. */
#include <pthread.h>

#define BUCKETS 16

struct entry {
  long hits;
};

static struct entry table[BUCKETS];
static pthread_mutex_t locks[BUCKETS + 1];
int hash_of_prompt(int seed);

static void *lookup(void *unused) {
  int bucket = hash_of_prompt(1);
  (void)unused;
  pthread_mutex_lock(&locks[bucket]);
  table[bucket].hits++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&locks[bucket]);
  return 0;
}

int main(void) {
  pthread_t worker;
  int slot = hash_of_prompt(2);
  pthread_create(&worker, 0, lookup, 0);
  pthread_mutex_lock(&locks[slot + 1]);
  table[slot].hits = 0; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&locks[slot + 1]);
  pthread_join(worker, 0);
  return 0;
}
