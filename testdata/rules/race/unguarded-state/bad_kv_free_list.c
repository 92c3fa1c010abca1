/* Free blocks of a KV cache hang on a global list. The writer of a block has let it go before it is done with it. */
#include <pthread.h>
#include <stdlib.h>

struct block {
  int tokens;
  struct block *next;
};

static struct block *free_blocks;
static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER, stats_lock = PTHREAD_MUTEX_INITIALIZER;

static void give_back(struct block *b, struct block **list) {
  b->next = *list;
  *list = b;
}

static void *decode(void *unused) {
  struct block *b = malloc(sizeof *b);
  (void)unused;
  b->tokens = 0;
  pthread_mutex_lock(&list_lock);
  give_back(b, &free_blocks);
  pthread_mutex_unlock(&list_lock);
  pthread_mutex_lock(&stats_lock);
  b->tokens++; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&stats_lock);
  return 0;
}

int main(void) {
  pthread_t worker;
  int sum = 0;
  pthread_create(&worker, 0, decode, 0);
  pthread_mutex_lock(&list_lock);
  for (struct block *b = free_blocks; b; b = b->next)
    sum += b->tokens; /* expect: race/unguarded-state */
  pthread_mutex_unlock(&list_lock);
  return sum;
}
