/* The main thread is the first of the team: as many are joined as were started. */
#include <pthread.h>
enum { team = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int done;

static void* work(void* unused) {
  pthread_mutex_lock(&lock);
  done++;
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(void) {
  pthread_t t[team];
  for (int i = 1; i < team; i++)
    pthread_create(&t[i], 0, work, 0);
  work(0);
  for (int i = 1; i < team; i++)
    pthread_join(t[i], 0);
  return done;
}
