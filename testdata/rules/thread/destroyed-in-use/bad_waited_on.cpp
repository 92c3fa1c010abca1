// The condition variable goes away while a thread may still wait on it.
// burler: schedules 200
#include <pthread.h>

pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t ready;
int filled = 0;

void* wait_for_it(void*) {
  pthread_mutex_lock(&gate);
  while (!filled)
    pthread_cond_wait(&ready, &gate); // expect: thread/destroyed-in-use
  pthread_mutex_unlock(&gate);
  return nullptr;
}

int main() {
  pthread_cond_init(&ready, nullptr);
  pthread_t waiter;
  pthread_create(&waiter, nullptr, wait_for_it, nullptr);
  pthread_cond_destroy(&ready);
  pthread_mutex_lock(&gate);
  filled = 1;
  pthread_mutex_unlock(&gate);
  pthread_join(waiter, nullptr);
}
