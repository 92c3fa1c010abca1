/* Whether the thread is waited for is decided by something that has nothing to do with it. */
#include <pthread.h>
int user_waits(void);

static int done;

static void* work(void* unused) {
  done++; /* expect: race/unguarded-state */
  return unused;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, 0, work, 0);
  int wait = user_waits();
  if (wait) pthread_join(t, 0);
  done = 0; /* expect: race/unguarded-state */
  return 0;
}
