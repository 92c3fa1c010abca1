/* An accessor of another library gives everybody the same engine. */
#include <pthread.h>
#include <stdio.h>

struct engine {
  int batch;
};

extern struct engine *default_engine(void);

static void *serve(void *unused) {
  (void)unused;
  printf("%d\n", default_engine()->batch); /* expect: race/unguarded-state */
  return 0;
}

int main(void) {
  pthread_t worker;
  struct engine *e = default_engine();
  pthread_create(&worker, 0, serve, 0);
  e->batch = 32; /* expect: race/unguarded-state */
  pthread_join(worker, 0);
  return 0;
}
