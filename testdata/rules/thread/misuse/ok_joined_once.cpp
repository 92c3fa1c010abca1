// Correct: whoever comes first joins, the others know that it is done.
// burler: schedules 60
#include <mutex>
#include <pthread.h>
#include <thread>

pthread_t worker;
std::mutex gate;
bool joined = false;

void* work(void*) { return nullptr; }

void stop() {
  const std::lock_guard<std::mutex> guard(gate);
  if (!joined) pthread_join(worker, nullptr);
  joined = true;
}

int main() {
  pthread_create(&worker, nullptr, work, nullptr);
  std::thread other(stop);
  stop();
  other.join();
}
