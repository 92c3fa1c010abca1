#include <pthread.h>

static int counter;
static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

static void *run(void *arg) {
  (void)arg;
  counter++; /* expect: race/unguarded-state */
  return 0;
}

int main(void) {
  pthread_t a;
  pthread_create(&a, 0, run, 0);
  pthread_mutex_lock(&mu);
  counter++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&mu);
  pthread_join(a, 0);
  return counter;
}
