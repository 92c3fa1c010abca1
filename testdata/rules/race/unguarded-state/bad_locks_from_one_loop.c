/* One loop makes all the locks; the two that are kept are two. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t *first, *last;
static int total;

static void* work(void* unused) {
  pthread_mutex_lock(last);
  total++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(last);
  return unused;
}

int main(void) {
  pthread_t t;
  for (int i = 0; i < 8; i++) {
    pthread_mutex_t* m = malloc(sizeof *m);
    pthread_mutex_init(m, 0);
    if (i == 0) first = m;
    if (i == 7) last = m;
  }
  pthread_create(&t, 0, work, 0);
  pthread_mutex_lock(first);
  total++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(first);
  pthread_join(t, 0);
  return 0;
}
