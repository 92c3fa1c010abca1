// Correct: readers pass through the mutex that the writer holds while it waits; and busy mutexes, tried and
// burler: schedules 20
// taken, let everybody in some day.
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

std::shared_mutex gate;
std::mutex turnstile, busy;
int stop = 0, work = 0;
std::atomic<int> looked{0};

void look() {
  for (int seen = 0, times = 0; seen == 0 && times < 30; ++times) {
    {
      const std::lock_guard<std::mutex> pass(turnstile);
      gate.lock_shared();
    }
    for (int i = 0; i < 12; ++i)
      ++looked;
    seen = stop;
    gate.unlock_shared();
    const std::lock_guard<std::mutex> guard(busy);
    ++work;
  }
}

int main() {
  std::vector<std::thread> readers;
  for (int i = 0; i < 8; ++i)
    readers.emplace_back(look);
  while (!busy.try_lock()) {
  }
  ++work;
  busy.unlock();
  {
    const std::lock_guard<std::mutex> pass(turnstile);
    gate.lock();
  }
  stop = 1;
  gate.unlock();
  for (std::thread& reader : readers)
    reader.join();
}
