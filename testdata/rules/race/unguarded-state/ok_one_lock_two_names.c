#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t *lock, *same;
static int total;

static void* work(void* unused) {
  pthread_mutex_lock(same);
  total++;
  pthread_mutex_unlock(same);
  return unused;
}

int main(void) {
  pthread_t t;
  lock = malloc(sizeof *lock);
  pthread_mutex_init(lock, 0);
  same = lock;
  pthread_create(&t, 0, work, 0);
  pthread_mutex_lock(lock);
  total++;
  pthread_mutex_unlock(lock);
  pthread_join(t, 0);
  return 0;
}
