#include <pthread.h>
#include <stdlib.h>

struct pool {
  pthread_t threads[8];
  int started, busy;
  pthread_mutex_t lock;
};

static void* work(void* argument) {
  struct pool* p = argument;
  pthread_mutex_lock(&p->lock);
  p->busy++;
  pthread_mutex_unlock(&p->lock);
  return 0;
}

static void stop(struct pool* p) {
  for (int i = 0; i < p->started; i++)
    pthread_join(p->threads[i], 0);
  pthread_mutex_destroy(&p->lock);
  free(p);
}

int main(void) {
  struct pool* p = calloc(1, sizeof *p);
  pthread_mutex_init(&p->lock, 0);
  for (int i = 0; i < 8; i++) {
    if (pthread_create(&p->threads[i], 0, work, p)) {
      stop(p);
      return 1;
    }
    p->started = i + 1;
  }
  stop(p);
  return 0;
}
