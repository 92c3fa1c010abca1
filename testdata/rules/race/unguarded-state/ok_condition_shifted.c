/* i - 1 after the step asks what i asked before it. */
#include <pthread.h>
int pick(void);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int total;

static void* work(void* unused) {
  pthread_mutex_lock(&lock);
  total++;
  pthread_mutex_unlock(&lock);
  return unused;
}

int main(void) {
  pthread_t t;
  int i = pick();
  pthread_create(&t, 0, work, 0);
  if (i) pthread_mutex_lock(&lock);
  i++;
  if (i - 1) total++;
  i--;
  if (i) pthread_mutex_unlock(&lock);
  pthread_join(t, 0);
  return 0;
}
