#include <pthread.h>

int done = 0;

static void *worker(void *unused) {
  done++; /* expect: race/unguarded-state */
  return unused;
}

int main(void) {
  pthread_t ids[4];
  for (int i = 0; i < 4; i++)
    pthread_create(&ids[i], 0, worker, 0);
  pthread_join(ids[0], 0);
  return done; /* expect: race/unguarded-state */
}
