/* Nodes hang on buckets by links inside them, under the bucket's lock. */
#include <pthread.h>
#include <stddef.h>

struct link {
  struct link* next;
};
struct node {
  int hits;
  struct link link;
};
struct table {
  struct link bucket[10];
  pthread_mutex_t lock[11];
};
static struct table t;
int pick(void);

static struct node* node_of(struct link* l) { return (struct node*)((char*)l - offsetof(struct node, link)); }

static void* age(void* unused) {
  int i = pick();
  pthread_mutex_lock(&t.lock[i]);
  for (struct link* l = t.bucket[i].next; l != &t.bucket[i]; l = l->next) {
    struct node* n = (struct node*)((char*)l - offsetof(struct node, link));
    n->hits--;
  }
  pthread_mutex_unlock(&t.lock[i]);
  return unused;
}

static void* count(void* unused) {
  int i = pick();
  pthread_mutex_lock(&t.lock[i]);
  for (struct link* l = t.bucket[i].next; l != &t.bucket[i]; l = l->next) {
    struct node* n = (struct node*)((char*)l - offsetof(struct node, link));
    n->hits++;
  }
  pthread_mutex_unlock(&t.lock[i]);
  return unused;
}

int main(void) {
  pthread_t a, b;
  for (int i = 0; i < 10; ++i) {
    pthread_mutex_init(&t.lock[i], 0);
    t.bucket[i].next = &t.bucket[i];
  }
  static struct node first;
  first.link.next = t.bucket[0].next;
  t.bucket[0].next = &first.link;
  pthread_create(&a, 0, age, 0);
  pthread_create(&b, 0, count, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return node_of(t.bucket[0].next)->hits;
}
