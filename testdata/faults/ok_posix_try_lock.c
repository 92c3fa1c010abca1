/* pthread_mutex_trylock fails only when somebody holds the mutex: a program may build on that. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static int done;

static void* work(void* unused) {
  if (pthread_mutex_trylock(&gate) == 0) {
    ++done;
    pthread_mutex_unlock(&gate);
  }
  return unused;
}
static void* idle(void* unused) { return unused; }

int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, idle, NULL);
  pthread_create(&second, NULL, work, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  assert(done == 1);
  return 0;
}
