// The argument of a detached thread lives on the stack of the function that starts it.
#include <pthread.h>

struct job {
  int first, last;
};

static int total;

static void* evict(void* p) {
  struct job* j = p;
  __atomic_fetch_add(&total, j->last - j->first, __ATOMIC_RELAXED);
  return 0;
}

void evict_range(int first, int last) {
  struct job j = {first, last};
  pthread_t worker;
  pthread_create(&worker, 0, evict, &j); // expect: thread/detached-captures
  pthread_detach(worker);
}

int main(void) {
  evict_range(0, 8);
  return 0;
}
