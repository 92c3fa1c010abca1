/* Each node has a lock of its own; the list itself does not change while the workers run. */
#include <pthread.h>
#include <stdlib.h>

struct node {
  int hits;
  pthread_mutex_t lock;
  struct node* next;
};

static struct node* nodes;

static void touch(struct node* n) {
  pthread_mutex_lock(&n->lock);
  n->hits++;
  pthread_mutex_unlock(&n->lock);
}

static void* visit(void* unused) {
  for (struct node* n = nodes; n; n = n->next) {
    pthread_mutex_lock(&n->lock);
    n->hits++;
    pthread_mutex_unlock(&n->lock);
  }
  for (struct node* n = nodes; n; n = n->next)
    touch(n);
  return unused;
}

int main(void) {
  pthread_t a, b;
  for (int i = 0; i < 8; ++i) {
    struct node* n = calloc(1, sizeof *n);
    pthread_mutex_init(&n->lock, 0);
    n->next = nodes;
    nodes = n;
  }
  pthread_create(&a, 0, visit, 0);
  pthread_create(&b, 0, visit, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  int sum = 0;
  while (nodes) {
    struct node* n = nodes;
    nodes = n->next;
    sum += n->hits;
    pthread_mutex_destroy(&n->lock);
    free(n);
  }
  return sum;
}
