/* Cancels a thread: not supported, and said so. */
#include <pthread.h>
#include <unistd.h>

static void* work(void* unused) {
  sleep(1);
  return unused;
}

int main(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
  pthread_cancel(thread);
  pthread_join(thread, NULL);
  return 0;
}
