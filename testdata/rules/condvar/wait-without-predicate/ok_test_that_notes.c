// The loop's test is a function that also writes down what it has seen: a test all the same.
#include <pthread.h>
#include <stdbool.h>

struct pool {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int round;
  bool stop;
};

struct worker {
  pthread_t handle;
  struct pool *pool;
  int last_round;
  bool pending;
};

static bool ready(struct worker *w) {
  if (w->pool->stop) return true;
  if (w->pool->round != w->last_round) {
    w->pending = true;
    w->last_round = w->pool->round;
  }
  return w->pending;
}

static void *work(void *argument) {
  struct worker *w = argument;
  while (true) {
    pthread_mutex_lock(&w->pool->mutex);
    while (!ready(w)) {
      pthread_cond_wait(&w->pool->changed, &w->pool->mutex);
    }
    bool stop = w->pool->stop;
    pthread_mutex_unlock(&w->pool->mutex);
    if (stop) return 0;
    w->pending = false;
  }
}

int main(void) {
  struct pool pool = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false};
  struct worker worker = {0, &pool, 0, false};
  pthread_create(&worker.handle, 0, work, &worker);
  pthread_mutex_lock(&pool.mutex);
  pool.round++;
  pthread_cond_broadcast(&pool.changed);
  pthread_mutex_unlock(&pool.mutex);
  pthread_mutex_lock(&pool.mutex);
  pool.stop = true;
  pthread_cond_broadcast(&pool.changed);
  pthread_mutex_unlock(&pool.mutex);
  pthread_join(worker.handle, 0);
  return 0;
}
