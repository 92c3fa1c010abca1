/* The operation to run is chosen through a table of functions; all of them take the lock. */
#include <pthread.h>

struct backend {
  void (*compute)(void);
  void (*reset)(void);
};

static pthread_mutex_t graph_lock = PTHREAD_MUTEX_INITIALIZER;
static long nodes_done;

static void compute_cpu(void) {
  pthread_mutex_lock(&graph_lock);
  nodes_done++;
  pthread_mutex_unlock(&graph_lock);
}

static void reset_cpu(void) {
  pthread_mutex_lock(&graph_lock);
  nodes_done = 0;
  pthread_mutex_unlock(&graph_lock);
}

static const struct backend cpu = {compute_cpu, reset_cpu};

static void *run(void *argument) {
  const struct backend *b = argument;
  b->compute();
  return 0;
}

int main(void) {
  pthread_t worker;
  pthread_create(&worker, 0, run, (void *)&cpu);
  cpu.reset();
  pthread_join(worker, 0);
  return 0;
}
