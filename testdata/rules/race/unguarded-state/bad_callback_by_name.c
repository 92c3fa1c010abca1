/* A function is handed to another one by its name and runs there. */
#include <pthread.h>

static pthread_mutex_t weights = PTHREAD_MUTEX_INITIALIZER, logs = PTHREAD_MUTEX_INITIALIZER;
static long loss;
void visit_layers(int (*visit)(void));

static int add_loss(void) {
  pthread_mutex_lock(&logs);
  loss = loss + 1; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&logs);
  return 0;
}

static void *train(void *unused) {
  (void)unused;
  pthread_mutex_lock(&weights);
  loss = 0; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&weights);
  return 0;
}

int main(void) {
  pthread_t worker;
  pthread_create(&worker, 0, train, 0);
  visit_layers(add_loss);
  pthread_join(worker, 0);
  return 0;
}
