#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hits;

static void* worker(void* unused) {
  (void)unused;
  pthread_mutex_lock(&lock);
  hits++; // expect: race/unguarded-state
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, NULL, worker, NULL);
  pthread_mutex_trylock(&lock);
  hits++; // expect: race/unguarded-state
  pthread_mutex_unlock(&lock);
  pthread_join(t, NULL);
  return 0;
}
