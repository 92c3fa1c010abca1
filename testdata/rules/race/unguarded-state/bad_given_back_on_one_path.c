/* The main thread gives the lock back early when there is nothing to warm up, and then goes on as if it held
 * it. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int loaded;
int cache_is_warm(void);

static void* loader(void* unused) {
  pthread_mutex_lock(&lock);
  loaded++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, 0, loader, 0);
  pthread_mutex_lock(&lock);
  int warm = cache_is_warm();
  if (warm) pthread_mutex_unlock(&lock);
  loaded++; /* expect: race/unguarded-state */
  if (!warm) pthread_mutex_unlock(&lock);
  return 0;
}
