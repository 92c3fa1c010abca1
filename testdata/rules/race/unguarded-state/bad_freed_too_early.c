/* The request is given back while its thread still works on it. */
#include <pthread.h>
#include <stdlib.h>

struct request {
  int tokens;
  pthread_mutex_t lock;
};

static void *serve(void *argument) {
  struct request *r = argument;
  pthread_mutex_lock(&r->lock);
  r->tokens++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&r->lock);
  return 0;
}

int main(void) {
  pthread_t worker;
  struct request *r = calloc(1, sizeof *r);
  pthread_create(&worker, 0, serve, r);
  free(r); /* expect: race/unguarded-state */
  pthread_join(worker, 0);
  return 0;
}
