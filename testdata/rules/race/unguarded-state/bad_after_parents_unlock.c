#include <pthread.h>

pthread_mutex_t setup = PTHREAD_MUTEX_INITIALIZER;
int layers = 0;

static void *worker(void *unused) {
  pthread_mutex_lock(&setup);
  pthread_mutex_unlock(&setup);
  layers++; /* expect: race/unguarded-state */
  return unused;
}

int main(void) {
  pthread_t id;
  pthread_mutex_lock(&setup);
  pthread_create(&id, 0, worker, 0);
  pthread_mutex_unlock(&setup);
  layers = 12; /* expect: race/unguarded-state */
  pthread_join(id, 0);
  return 0;
}
