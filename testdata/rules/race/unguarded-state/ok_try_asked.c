#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits;

static void* worker(void* unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  hits++;
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, worker, NULL);
  if (pthread_mutex_trylock(&lock) == 0) {
    hits++;
    pthread_mutex_unlock(&lock);
  }
  while (pthread_mutex_trylock(&lock)) {
  }
  hits++;
  pthread_mutex_unlock(&lock);
  pthread_join(t, NULL);
  return 0;
}
