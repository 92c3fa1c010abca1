/* When one more worker cannot be started, the pool is freed under the feet of the earlier ones. */
#include <pthread.h>
#include <stdlib.h>

struct pool {
  pthread_t threads[8];
  int busy;
  pthread_mutex_t lock;
};

static void* work(void* argument) {
  struct pool* p = argument;
  pthread_mutex_lock(&p->lock);
  p->busy++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&p->lock);
  return 0;
}

int main(void) {
  struct pool* p = calloc(1, sizeof *p);
  pthread_mutex_init(&p->lock, 0);
  for (int i = 0; i < 8; i++)
    if (pthread_create(&p->threads[i], 0, work, p)) {
      free(p); /* expect: race/unguarded-state */
      return 1;
    }
  for (int i = 0; i < 8; i++)
    pthread_join(p->threads[i], 0);
  free(p);
  return 0;
}
