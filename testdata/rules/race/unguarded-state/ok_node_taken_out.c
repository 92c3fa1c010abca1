/* Who has taken a node out of the list has it alone; and a list of one's own is nobody else's. */
#include <pthread.h>
#include <stdlib.h>

struct task {
  int result;
  struct task* next;
};

static struct task* queue;
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;

static struct task* pop(void) {
  pthread_mutex_lock(&queue_lock);
  struct task* t = queue;
  if (t) queue = t->next;
  pthread_mutex_unlock(&queue_lock);
  return t;
}

static void* work(void* unused) {
  struct task* mine = 0;
  for (struct task* t = pop(); t; t = pop()) {
    t->result++;
    t->next = mine;
    mine = t;
  }
  for (struct task* t = mine; t; t = t->next)
    t->result *= 2;
  while (mine) {
    struct task* t = mine;
    mine = t->next;
    free(t);
  }
  return unused;
}

int main(void) {
  pthread_t a, b;
  for (int i = 0; i < 8; ++i) {
    struct task* t = calloc(1, sizeof *t);
    t->next = queue;
    queue = t;
  }
  pthread_create(&a, 0, work, 0);
  pthread_create(&b, 0, work, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
