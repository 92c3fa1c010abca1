/* Each worker's argument is filled in after the worker has been started with it. */
#include <pthread.h>

struct job {
  int from, to;
};

static void* work(void* argument) {
  struct job* j = argument;
  int sum = 0;
  for (int k = j->from; k < j->to; k++) /* expect: race/unguarded-state */
    sum += k;
  return sum ? argument : 0;
}

int main(void) {
  pthread_t threads[4];
  struct job jobs[4];
  for (int i = 0; i < 4; i++) {
    pthread_create(&threads[i], 0, work, &jobs[i]);
    jobs[i].from = i * 100; /* expect: race/unguarded-state */
  }
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], 0);
  return 0;
}
