#include <mutex>
#include <thread>

std::mutex mu;
int hits = 0;

void work() {
  std::unique_lock<std::mutex> lock(mu);
  lock.unlock();
  ++hits; // expect: race/unguarded-state
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
