/* Filled in before the start, read after the join; the next round's element is nobody else's yet. */
#include <pthread.h>

struct job {
  int from, to, sum;
};

static void* work(void* argument) {
  struct job* j = argument;
  for (int k = j->from; k < j->to; k++)
    j->sum += k;
  return 0;
}

int main(void) {
  pthread_t threads[4];
  struct job jobs[4];
  int total = 0;
  for (int i = 0; i < 4; i++) {
    jobs[i].from = i * 100;
    jobs[i].to = jobs[i].from + 100;
    jobs[i].sum = 0;
    pthread_create(&threads[i], 0, work, &jobs[i]);
  }
  for (int i = 0; i < 4; i++) {
    pthread_join(threads[i], 0);
    total += jobs[i].sum;
  }
  return total;
}
