#include <pthread.h>

static int total;
static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

static void add(int threaded) {
  if (threaded) pthread_mutex_lock(&mu);
  total++;
  if (threaded) pthread_mutex_unlock(&mu);
}

static void *run(void *arg) {
  add(1);
  return arg;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, run, 0);
  pthread_create(&b, 0, run, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return total;
}
