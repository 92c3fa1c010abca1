// The loader thread signals "weights are there" without any state: when it is faster than main, main waits for ever.
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t loaded = PTHREAD_COND_INITIALIZER;
static float weights[1024];

static void* load(void* unused) {
  (void)unused;
  for (int i = 0; i < 1024; ++i)
    weights[i] = 0.5f;
  pthread_mutex_lock(&mu);
  pthread_cond_signal(&loaded);
  pthread_mutex_unlock(&mu);
  return 0;
}

int main(void) {
  pthread_t loader;
  pthread_create(&loader, 0, load, 0);
  pthread_mutex_lock(&mu);
  pthread_cond_wait(&loaded, &mu); // expect: condvar/wait-without-predicate
  pthread_mutex_unlock(&mu);
  pthread_join(loader, 0);
  return weights[3] > 0.f ? 0 : 1;
}
