// Correct: the twin of the bad program.
#include <pthread.h>

void* work(void*) { return nullptr; }

int main() {
  pthread_t thread;
  pthread_create(&thread, nullptr, work, nullptr);
  pthread_join(thread, nullptr);
}
