/* One write races with two reads alike: both places are told. */
#include <pthread.h>

static int length;

static void* grow(void* unused) {
  length++; /* expect: race/unguarded-state */
  return unused;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, 0, grow, 0);
  int first = length;  /* expect: race/unguarded-state */
  int second = length; /* expect: race/unguarded-state */
  pthread_join(t, 0);
  return first + second;
}
