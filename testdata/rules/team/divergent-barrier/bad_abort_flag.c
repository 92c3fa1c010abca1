// Worker threads by pthread_create, each with a struct that holds its number. The loop ends early when a flag
// is set, but each thread looks at the flag for itself: one that is late sees it before the others' barrier.
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { most = 8 };

struct pool;
struct worker {
  pthread_t thread;
  struct pool* pool;
  int number;
};

struct pool {
  atomic_int arrived, passed;
  atomic_bool stop;
  int threads, layers;
  bool (*cancelled)(void);
  struct worker workers[most];
  float* out;
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

static void* run(void* argument) {
  struct worker* w = argument;
  struct pool* p = w->pool;
  for (int layer = 0; layer < p->layers && !p->stop; ++layer) {
    p->out[layer * most + w->number] = 1;
    if (w->number == 0 && p->cancelled()) p->stop = true;
    meet(p); // expect: team/divergent-barrier
  }
  return 0;
}

static void* split(void* argument) {
  struct worker* w = argument;
  if (w->number != 0) {
    meet(w->pool); // expect: team/divergent-barrier
  }
  return 0;
}

void start(struct pool* p) {
  for (int i = 0; i < p->threads; ++i) {
    p->workers[i].pool = p;
    p->workers[i].number = i;
    pthread_create(&p->workers[i].thread, 0, run, &p->workers[i]);
  }
  for (int i = 0; i < p->threads; ++i)
    pthread_join(p->workers[i].thread, 0);
  for (int i = 0; i < p->threads; ++i)
    pthread_create(&p->workers[i].thread, 0, split, &p->workers[i]);
  for (int i = 0; i < p->threads; ++i)
    pthread_join(p->workers[i].thread, 0);
}
