/* The lock of one entry does not guard its neighbour. */
#include <pthread.h>

struct entry {
  int uses;
  pthread_mutex_t lock;
};
static struct entry cache[10];

static void use(struct entry* e) {
  pthread_mutex_lock(&e->lock);
  e->uses++;   /* expect: race/unguarded-state */
  e[1].uses++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&e->lock);
}

static void* worker(void* unused) {
  for (int i = 0; i < 9; i++)
    use(&cache[i]);
  return unused;
}

int main(void) {
  pthread_t t;
  pthread_create(&t, 0, worker, 0);
  for (int i = 0; i < 9; i++)
    use(&cache[i]);
  pthread_join(t, 0);
  return 0;
}
