// Two stages of a pipeline share a condition variable but lock different mutexes.
#include <pthread.h>

static pthread_mutex_t tokenise_mu = PTHREAD_MUTEX_INITIALIZER, decode_mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work = PTHREAD_COND_INITIALIZER;
static int tokens, logits;

static void* tokenise(void* p) {
  pthread_mutex_lock(&tokenise_mu);
  while (tokens == 0)
    pthread_cond_wait(&work, &tokenise_mu); // expect: condvar/mixed-mutexes
  --tokens;
  pthread_mutex_unlock(&tokenise_mu);
  return p;
}

int main(void) {
  pthread_t stage;
  pthread_create(&stage, 0, tokenise, 0);
  pthread_mutex_lock(&decode_mu);
  while (logits == 0)
    pthread_cond_wait(&work, &decode_mu); // expect: condvar/mixed-mutexes
  --logits;
  pthread_mutex_unlock(&decode_mu);
  pthread_join(stage, 0);
  return 0;
}
