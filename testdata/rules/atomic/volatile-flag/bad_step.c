// The training step is published through a volatile global.
#include <pthread.h>

static volatile int step;

static void* log_step(void* unused) {
  while (step == 0) // expect: atomic/volatile-flag
    ;
  return unused;
}

int main(void) {
  pthread_t logger;
  pthread_create(&logger, 0, log_step, 0);
  step = 1; // expect: atomic/volatile-flag
  pthread_join(logger, 0);
  return 0;
}
