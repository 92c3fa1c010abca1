// A thread ends with the mutex held; the next one waits for ever.
#include <pthread.h>

pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

void* work(void*) {
  pthread_mutex_lock(&m);
  return nullptr;
}

int main() {
  pthread_t first, second;
  pthread_create(&first, nullptr, work, nullptr);
  pthread_create(&second, nullptr, work, nullptr);
  pthread_join(first, nullptr);
  pthread_join(second, nullptr);
}
