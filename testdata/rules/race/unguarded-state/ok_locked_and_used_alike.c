/* One condition decides about the lock and about the access; and threads that are started only then. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int served, counted;

static void* serve(void* unused) {
  pthread_mutex_lock(&lock);
  served++;
  counted++;
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(int argc, char** argv) {
  pthread_t t, more;
  int verbose = argc > 1 && atoi(argv[1]);
  pthread_create(&t, 0, serve, 0);
  if (verbose) pthread_mutex_lock(&lock);
  if (verbose) served++;
  if (verbose) pthread_mutex_unlock(&lock);
  pthread_join(t, 0);

  int parallel = argc > 2;
  if (parallel) pthread_create(&more, 0, serve, 0);
  if (parallel) pthread_mutex_lock(&lock);
  counted++;
  if (parallel) pthread_mutex_unlock(&lock);
  if (parallel) {
    pthread_join(more, 0);
  } else {
    counted = 0;
  }
  counted++;
  return 0;
}
