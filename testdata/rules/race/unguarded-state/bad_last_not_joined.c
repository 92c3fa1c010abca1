/* Ten threads are started, nine are joined. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int done;

static void* work(void* unused) {
  pthread_mutex_lock(&lock);
  done++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(void) {
  pthread_t t[10];
  for (int i = 0; i < 10; i++)
    pthread_create(&t[i], 0, work, 0);
  for (int i = 0; i < 9; i++)
    pthread_join(t[i], 0);
  done = 0; /* expect: race/unguarded-state */
  return 0;
}
