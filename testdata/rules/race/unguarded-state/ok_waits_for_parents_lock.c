#include <pthread.h>

pthread_mutex_t setup = PTHREAD_MUTEX_INITIALIZER;
int layers = 0;

/* The parent holds the lock while it finishes: whoever takes it comes afterwards. */
static void *worker(void *unused) {
  pthread_mutex_lock(&setup);
  pthread_mutex_unlock(&setup);
  layers++;
  return unused;
}

int main(void) {
  pthread_t id;
  pthread_mutex_lock(&setup);
  pthread_create(&id, 0, worker, 0);
  layers = 12;
  pthread_mutex_unlock(&setup);
  pthread_join(id, 0);
  return layers;
}
