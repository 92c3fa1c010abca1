// The second order is taken only after joining a thread that the first one's thread started when it was done.
#include <pthread.h>

pthread_mutex_t model = PTHREAD_MUTEX_INITIALIZER, cache = PTHREAD_MUTEX_INITIALIZER;
pthread_t cleaner;

void* clean(void*) { return nullptr; }

void* load(void*) {
  pthread_mutex_lock(&model);
  pthread_mutex_lock(&cache);
  pthread_create(&cleaner, nullptr, clean, nullptr);
  pthread_mutex_unlock(&cache);
  pthread_mutex_unlock(&model);
  return nullptr;
}

int main() {
  pthread_t loader;
  pthread_create(&loader, nullptr, load, nullptr);
  pthread_mutex_lock(&cache);
  const pthread_t started = cleaner;
  if (started != 0) {
    pthread_join(started, nullptr);
    pthread_mutex_lock(&model);
    pthread_mutex_unlock(&model);
  }
  pthread_mutex_unlock(&cache);
}
