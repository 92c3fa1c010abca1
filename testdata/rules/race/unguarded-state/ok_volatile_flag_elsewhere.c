/* A volatile counter of a legacy driver: the rule for volatile flags speaks about it, this one does not. */
#include <pthread.h>

static volatile int ticks;

static void *poll_device(void *unused) {
  (void)unused;
  ticks++;
  return 0;
}

int main(void) {
  pthread_t worker;
  pthread_create(&worker, 0, poll_device, 0);
  ticks++;
  pthread_join(worker, 0);
  return 0;
}
