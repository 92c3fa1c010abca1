#include <pthread.h>
#include <stdatomic.h>

static atomic_int stop;
static _Atomic long turns;

static void *run(void *arg) {
  while (!atomic_load(&stop)) turns++;
  return arg;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, 0, run, 0);
  atomic_store(&stop, 1);
  pthread_join(t, 0);
  return (int)turns;
}
