// A computation that makes a pool of its own when it is given none, and stops it again: no worker outlives the call.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct pool;
struct worker {
  pthread_t thread;
  struct pool* pool;
  int ith;
};
struct pool {
  struct worker* workers;
  int count, result;
  pthread_mutex_t lock;
};

static void* aligned(size_t size) {
  void* memory = NULL;
  int failed = posix_memalign(&memory, 64, size);
  if (failed != 0) return NULL;
  return memory;
}

static void* run(void* data) {
  struct worker* w = (struct worker*)data;
  struct pool* p = w->pool;
  pthread_mutex_lock(&p->lock);
  p->result += w->ith;
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

static struct pool* pool_new(int count) {
  struct pool* p = aligned(sizeof(struct pool));
  p->count = count;
  p->result = 0;
  pthread_mutex_init(&p->lock, NULL);
  struct worker* workers = aligned(sizeof(struct worker) * count);
  memset(workers, 0, sizeof(struct worker) * count);
  for (int j = 0; j < count; j++) {
    workers[j].pool = p;
    workers[j].ith = j;
  }
  p->workers = workers;
  for (int j = 1; j < count; j++)
    pthread_create(&workers[j].thread, NULL, run, &workers[j]);
  return p;
}

static void pool_free(struct pool* p) {
  if (!p) return;
  struct worker* workers = p->workers;
  for (int j = 1; j < p->count; j++)
    pthread_join(workers[j].thread, NULL);
  free(workers);
  free(p);
}

int compute(struct pool* given, int count) {
  struct pool* p = given;
  bool own = false;
  if (p == NULL) {
    own = true;
    p = pool_new(count);
  } else {
    pthread_mutex_lock(&p->lock);
    p->result = 0;
    pthread_mutex_unlock(&p->lock);
  }
  pthread_mutex_lock(&p->lock);
  int result = p->result;
  pthread_mutex_unlock(&p->lock);
  if (own) pool_free(p);
  return result;
}

int main(void) {
  int sum = 0;
  for (int i = 0; i < 3; i++)
    sum += compute(NULL, 4);
  return sum;
}
