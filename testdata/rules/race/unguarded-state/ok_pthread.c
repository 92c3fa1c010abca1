#include <pthread.h>

static int counter;
static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;

static void *run(void *arg) {
  int *mine = arg;
  pthread_mutex_lock(&mu);
  counter += *mine;
  pthread_mutex_unlock(&mu);
  *mine = 0;
  return 0;
}

int main(void) {
  pthread_t t[2];
  int args[2] = {1, 2};
  for (int i = 0; i < 2; i++) pthread_create(&t[i], 0, run, &args[i]);
  for (int i = 0; i < 2; i++) pthread_join(t[i], 0);
  return counter + args[0];
}
