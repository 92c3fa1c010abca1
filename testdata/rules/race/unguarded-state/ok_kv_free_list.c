/* Free blocks of a KV cache hang on a global list with one lock. A new block is filled before others can find it. */
#include <pthread.h>
#include <stdlib.h>

struct block {
  int tokens;
  struct block *next;
};

static struct block *free_blocks;
static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;

static struct block *make_block(int tokens) {
  struct block *b = malloc(sizeof *b);
  if (!b) return 0;
  b->tokens = tokens;
  b->next = 0;
  return b;
}

static void give_back(struct block *b) {
  pthread_mutex_lock(&list_lock);
  b->next = free_blocks;
  free_blocks = b;
  pthread_mutex_unlock(&list_lock);
}

static void *decode(void *unused) {
  (void)unused;
  for (int i = 0; i < 8; ++i) {
    struct block *b = make_block(i);
    b->tokens += 16;
    give_back(b);
  }
  return 0;
}

int main(void) {
  pthread_t workers[2];
  int sum = 0;
  for (int i = 0; i < 2; ++i)
    pthread_create(&workers[i], 0, decode, 0);
  give_back(make_block(3));
  pthread_mutex_lock(&list_lock);
  for (struct block *b = free_blocks; b; b = b->next)
    sum += b->tokens++;
  pthread_mutex_unlock(&list_lock);
  for (int i = 0; i < 2; ++i)
    pthread_join(workers[i], 0);
  return sum;
}
