// Two owners join one thread: the second join is of a thread that is gone.
// burler: schedules 20
#include <pthread.h>

pthread_t worker;

void* work(void*) { return nullptr; }

void stop() {
  pthread_join(worker, nullptr); // expect: thread/misuse
}

int main() {
  pthread_create(&worker, nullptr, work, nullptr);
  stop();
  stop();
}
