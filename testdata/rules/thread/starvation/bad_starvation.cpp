// Readers that overlap keep the writer out, and they end only when it has written.
// burler: schedules 3
#include <atomic>
#include <pthread.h>
#include <thread>
#include <vector>

pthread_rwlock_t gate = PTHREAD_RWLOCK_INITIALIZER; // prefers readers
int stop = 0;
std::atomic<int> looked{0};

void look() {
  for (int seen = 0; seen == 0;) {
    pthread_rwlock_rdlock(&gate); // expect: thread/starvation
    for (int i = 0; i < 12; ++i)
      ++looked;
    seen = stop;
    pthread_rwlock_unlock(&gate);
  }
}

int main() {
  std::vector<std::thread> readers;
  for (int i = 0; i < 8; ++i)
    readers.emplace_back(look);
  pthread_rwlock_wrlock(&gate);
  stop = 1;
  pthread_rwlock_unlock(&gate);
  for (std::thread& reader : readers)
    reader.join();
}
