// Objects made by wrappers with an allocator's hook: set up before anybody else knows them, freed after the joins.
#include <pthread.h>
#include <stdlib.h>

typedef struct {
  void* (*alloc)(void* opaque, size_t size);
  void* opaque;
} hooks;

struct pool;
struct worker {
  pthread_t thread;
  struct pool* pool;
};
struct pool {
  struct worker* workers;
  int count, jobs;
  pthread_mutex_t lock;
};

static void* hooked(size_t size, hooks h) {
  if (h.alloc) return h.alloc(h.opaque, size);
  return malloc(size);
}

static void* run(void* data) {
  struct worker* w = data;
  pthread_mutex_lock(&w->pool->lock);
  w->pool->jobs++;
  pthread_mutex_unlock(&w->pool->lock);
  return NULL;
}

static int start(pthread_t* t, void* (*f)(void*), void* arg) { return pthread_create(t, NULL, f, arg); }
static int finish(pthread_t t) { return pthread_join(t, NULL); }

static struct pool* pool_new(int count, hooks h) {
  struct pool* p;
  p = hooked(sizeof(struct pool), h);
  if (!p) return NULL;
  p->count = count;
  p->jobs = 0;
  pthread_mutex_init(&p->lock, NULL);
  p->workers = hooked(sizeof(struct worker) * count, h);
  for (int i = 0; i < count; i++) {
    p->workers[i].pool = p;
    start(&p->workers[i].thread, run, &p->workers[i]);
  }
  return p;
}

static void pool_free(struct pool* p) {
  for (int i = 0; i < p->count; i++)
    finish(p->workers[i].thread);
  free(p->workers);
  free(p);
}

int main(void) {
  hooks none = {NULL, NULL};
  struct pool* p = pool_new(4, none);
  if (!p) return 1;
  pool_free(p);
  return 0;
}
