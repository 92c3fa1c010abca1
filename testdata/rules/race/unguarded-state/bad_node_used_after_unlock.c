/* The list is walked under its lock; the block found is filled without any. */
#include <pthread.h>

struct block {
  int tokens;
  struct block* next;
};

static struct block head;
static struct block* blocks = &head;
static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
int fits(const struct block* b);

static struct block* find(struct block* from) {
  pthread_mutex_lock(&list_lock);
  struct block* b = from;
  while (b->next && !fits(b))
    b = b->next;
  pthread_mutex_unlock(&list_lock);
  return b;
}

static void* decode(void* unused) {
  struct block* b = find(blocks);
  b->tokens++; /* expect: race/unguarded-state */
  return unused;
}

int main(void) {
  pthread_t workers[4];
  for (int i = 0; i < 4; ++i)
    pthread_create(&workers[i], 0, decode, 0);
  for (int i = 0; i < 4; ++i)
    pthread_join(workers[i], 0);
  return 0;
}
