// The high-water mark is raised once, and not at all when the exchange fails.
#include <pthread.h>
#include <stdatomic.h>

static atomic_int high_water;

static void* note(void* pages) {
  int seen = atomic_load(&high_water);
  int now = *(int*)pages;
  if (now > seen) atomic_compare_exchange_weak(&high_water, &seen, now); // expect: atomic/weak-cas-without-loop
  return 0;
}

int main(void) {
  static int pages = 9;
  pthread_t a;
  pthread_create(&a, 0, note, &pages);
  note(&pages);
  pthread_join(a, 0);
  return 0;
}
