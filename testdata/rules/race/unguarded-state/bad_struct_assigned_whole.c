/* A request slot is replaced as a whole while another thread changes one member of it. */
#include <pthread.h>

struct slot {
  int tokens;
  int length;
};

struct cache {
  struct slot active;
  struct slot spare;
};

struct cache kv;

static void *decode(void *unused) {
  (void)unused;
  kv.active.tokens = 1; /* expect: race/unguarded-state */
  return 0;
}

int main(void) {
  pthread_t worker;
  struct slot fresh = {0, 8};
  pthread_create(&worker, 0, decode, 0);
  kv.active = fresh; /* expect: race/unguarded-state */
  pthread_join(worker, 0);
  return 0;
}
