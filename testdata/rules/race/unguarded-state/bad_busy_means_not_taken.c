/* Where the attempt has failed the lock is another's. */
#include <errno.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long count;

static void* counter(void* unused) {
  pthread_mutex_lock(&lock);
  count++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(void) {
  pthread_t t;
  int status;
  pthread_create(&t, 0, counter, 0);
  status = pthread_mutex_trylock(&lock);
  if (status == EBUSY) {
    count++; /* expect: race/unguarded-state */
  } else if (status == 0) {
    count += 2;
    pthread_mutex_unlock(&lock);
  }
  pthread_join(t, 0);
  return 0;
}
