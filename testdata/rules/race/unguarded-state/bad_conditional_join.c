#include <pthread.h>

static long done;

static void *work(void *arg) {
  done++; /* expect: race/unguarded-state */
  return arg;
}

int main(void) {
  pthread_t t[4];
  for (int i = 0; i < 4; i++) pthread_create(&t[i], 0, work, 0);
  done = 0; /* expect: race/unguarded-state */
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0);
  return (int)done;
}
