/* The thread exists whatever the option says, but only with the option is the lock taken. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int served;

static void* serve(void* unused) {
  pthread_mutex_lock(&lock);
  served++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(int argc, char** argv) {
  pthread_t t;
  int careful = argc > 1 && atoi(argv[1]);
  pthread_create(&t, 0, serve, 0);
  if (careful) pthread_mutex_lock(&lock);
  served++; /* expect: race/unguarded-state */
  if (careful) pthread_mutex_unlock(&lock);
  pthread_join(t, 0);
  return 0;
}
