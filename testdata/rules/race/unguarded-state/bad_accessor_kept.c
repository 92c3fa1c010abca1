/* What the accessor gives is kept in a variable that was declared before. */
#include <pthread.h>

struct engine {
  int batch;
};
extern struct engine* default_engine(void);

static void* serve(void* unused) {
  struct engine* e;
  e = default_engine();
  e->batch++; /* expect: race/unguarded-state */
  return unused;
}

int main(void) {
  pthread_t worker;
  struct engine* e;
  int* batch;
  e = default_engine();
  batch = &e->batch;
  pthread_create(&worker, 0, serve, 0);
  *batch = 32; /* expect: race/unguarded-state */
  pthread_join(worker, 0);
  return 0;
}
