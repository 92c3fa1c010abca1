// The same pool with the job announced by release and polled with acquire, and a count that is read under the
// lock only. The pool is a handle of a C interface.
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
  int threads, active, priority;
  atomic_int hints;
  struct worker workers[most];
};

void compute(struct worker* w);

static bool ready(struct worker* w) {
  struct pool* p = w->pool;
  const int job = atomic_load_explicit(&p->job, memory_order_acquire);
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
    if (atomic_load_explicit(&w->pool->hints, memory_order_relaxed) > 3) w->number += w->pool->priority;
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

void pool_hint(struct pool* p, int priority) {
  pthread_mutex_lock(&p->mutex);
  p->priority = priority;
  atomic_fetch_add_explicit(&p->hints, 1, memory_order_relaxed);
  pthread_mutex_unlock(&p->mutex);
}

static void kick(struct pool* p) {
  pthread_mutex_lock(&p->mutex);
  atomic_fetch_add_explicit(&p->job, 1, memory_order_release);
  pthread_cond_broadcast(&p->work);
  pthread_mutex_unlock(&p->mutex);
}

void pool_run(struct pool* p, int threads) {
  p->active = threads;
  kick(p);
  compute(&p->workers[0]);
}
