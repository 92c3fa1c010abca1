/* The request is given back when its thread has ended, or by the thread itself. */
#include <pthread.h>
#include <stdlib.h>

struct request {
  int tokens;
};

static void *serve(void *argument) {
  struct request *r = argument;
  r->tokens++;
  return 0;
}

static void *serve_and_drop(void *argument) {
  struct request *r = argument;
  r->tokens++;
  free(r);
  return 0;
}

int main(void) {
  pthread_t worker, other;
  struct request *r = calloc(1, sizeof *r), *s = calloc(1, sizeof *s);
  s->tokens = 4;
  pthread_create(&worker, 0, serve, r);
  pthread_create(&other, 0, serve_and_drop, s);
  pthread_join(worker, 0);
  free(r);
  pthread_join(other, 0);
  return 0;
}
