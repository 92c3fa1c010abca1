/* The variable that decides about the join tells whether the thread was started. */
#include <pthread.h>

static int done;

static void* work(void* unused) {
  done++;
  return unused;
}

int main(int argc, char** argv) {
  pthread_t t, u;
  int started = pthread_create(&t, 0, work, 0) == 0;
  if (started) pthread_join(t, 0);
  done = 0;
  int parallel = argc > 1;
  (void)argv;
  if (parallel) pthread_create(&u, 0, work, 0);
  if (parallel) pthread_join(u, 0);
  done = 1;
  return 0;
}
