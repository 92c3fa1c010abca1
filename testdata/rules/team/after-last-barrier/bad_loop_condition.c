// The loop over layers asks the graph once more after the last barrier; the caller has returned by then.
#include <pthread.h>
#include <stdatomic.h>

enum { most = 8 };

struct graph {
  int nodes;
  float* data[most];
};

struct pool;
struct worker {
  pthread_t thread;
  struct pool* pool;
  int number;
};

struct pool {
  pthread_mutex_t mutex;
  pthread_cond_t work;
  atomic_int arrived, passed;
  atomic_bool stop;
  int threads, round;
  struct graph* graph;
  struct worker workers[most];
};

static void meet(struct pool* p) {
  const int round = atomic_load(&p->passed);
  if (atomic_fetch_add(&p->arrived, 1) == p->threads - 1) {
    atomic_store(&p->arrived, 0);
    atomic_fetch_add(&p->passed, 1);
  } else {
    while (atomic_load(&p->passed) == round) {
    }
  }
}

static void compute(struct worker* w) {
  const struct graph* graph = w->pool->graph;
  for (int i = 0; i < graph->nodes; ++i) { // expect: team/after-last-barrier
    graph->data[i][w->number] += 1;
    meet(w->pool);
  }
}

static void* serve(void* argument) {
  struct worker* w = argument;
  int seen = 0;
  while (!w->pool->stop) {
    pthread_mutex_lock(&w->pool->mutex);
    while (w->pool->round == seen && !w->pool->stop)
      pthread_cond_wait(&w->pool->work, &w->pool->mutex);
    seen = w->pool->round;
    pthread_mutex_unlock(&w->pool->mutex);
    compute(w);
  }
  return 0;
}

void pool_start(struct pool* p) {
  for (int i = 1; i < p->threads; ++i) {
    p->workers[i].pool = p;
    p->workers[i].number = i;
    pthread_create(&p->workers[i].thread, 0, serve, &p->workers[i]);
  }
}

void pool_stop(struct pool* p) {
  pthread_mutex_lock(&p->mutex);
  p->stop = 1;
  pthread_cond_broadcast(&p->work);
  pthread_mutex_unlock(&p->mutex);
  for (int i = 1; i < p->threads; ++i)
    pthread_join(p->workers[i].thread, 0);
}

void pool_run(struct pool* p, struct graph* graph) {
  pthread_mutex_lock(&p->mutex);
  p->graph = graph;
  p->round++;
  pthread_cond_broadcast(&p->work);
  pthread_mutex_unlock(&p->mutex);
  compute(&p->workers[0]);
}
