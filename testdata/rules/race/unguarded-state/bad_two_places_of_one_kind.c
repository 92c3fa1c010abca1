/* Two pairs of accesses race; they differ in their lines only. Input read by scanf is a write like any other. */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t weights = PTHREAD_MUTEX_INITIALIZER, stats = PTHREAD_MUTEX_INITIALIZER;
static int step, batch;

static void *train(void *unused) {
  (void)unused;
  pthread_mutex_lock(&weights);
  step = 1; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&weights);
  pthread_mutex_lock(&stats);
  step = 2; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&stats);
  return (void *)(long)batch; /* expect: race/unguarded-state */
}

static void *resume(void *unused) {
  (void)unused;
  pthread_mutex_lock(&weights);
  step = 3; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&weights);
  pthread_mutex_lock(&stats);
  step = 4; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&stats);
  return 0;
}

int main(void) {
  pthread_t a, b;
  pthread_create(&a, 0, train, 0);
  pthread_create(&b, 0, resume, 0);
  scanf("%d", &batch); /* expect: race/unguarded-state */
  return 0;
}
