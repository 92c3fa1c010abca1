/* The worker waits for the main thread, which ends before the program does. */
#include <pthread.h>
#include <stdio.h>

static pthread_t main_thread;
static int steps;

static void* work(void* unused) {
  pthread_join(main_thread, 0);
  steps++;
  printf("%d\n", steps);
  return unused;
}

int main(void) {
  pthread_t t;
  main_thread = pthread_self();
  pthread_create(&t, 0, work, 0);
  steps++;
  pthread_exit(0);
}
