// Workers poll the number of the current job, relaxed, and then read how many of them take part. Nothing
// orders the plain count with the relaxed announcement. The pool is a handle of a C interface.
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { most = 8 };

struct pool;
struct worker {
  pthread_t thread;
  struct pool* pool;
  int number, seen;
  bool pending;
};

struct pool {
  pthread_mutex_t mutex;
  pthread_cond_t work;
  atomic_int job;
  atomic_bool stop;
  int threads, active;
  struct worker workers[most];
};

void compute(struct worker* w);

static bool ready(struct worker* w) {
  struct pool* p = w->pool;
  const int job = atomic_load_explicit(&p->job, memory_order_relaxed);
  if (job != w->seen) {
    w->pending = w->number < p->active;
    w->seen = job;
  }
  return w->pending;
}

static void* serve(void* argument) {
  struct worker* w = argument;
  while (!w->pool->stop) {
    for (int i = 0; i < 1000 && !ready(w); ++i) {
    }
    pthread_mutex_lock(&w->pool->mutex);
    while (!ready(w) && !w->pool->stop)
      pthread_cond_wait(&w->pool->work, &w->pool->mutex);
    pthread_mutex_unlock(&w->pool->mutex);
    w->pending = false;
    compute(w);
  }
  return 0;
}

void pool_start(struct pool* p, int threads) {
  p->threads = threads;
  p->active = threads;
  for (int i = 1; i < p->threads; ++i) {
    p->workers[i].pool = p;
    p->workers[i].number = i;
    pthread_create(&p->workers[i].thread, 0, serve, &p->workers[i]);
  }
}

static void kick(struct pool* p) {
  pthread_mutex_lock(&p->mutex);
  atomic_fetch_add_explicit(&p->job, 1, memory_order_relaxed); // expect: atomic/relaxed-publication
  pthread_cond_broadcast(&p->work);
  pthread_mutex_unlock(&p->mutex);
}

void pool_run(struct pool* p, int threads) {
  p->active = threads;
  kick(p);
  compute(&p->workers[0]);
}
