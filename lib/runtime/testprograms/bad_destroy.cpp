// The mutex is destroyed while the other thread may hold it.
#include <pthread.h>

pthread_mutex_t m;

void* work(void*) {
  pthread_mutex_lock(&m);
  pthread_mutex_unlock(&m);
  return nullptr;
}

int main() {
  pthread_mutex_init(&m, nullptr);
  pthread_t thread;
  pthread_create(&thread, nullptr, work, nullptr);
  pthread_mutex_destroy(&m);
  pthread_join(thread, nullptr);
}
