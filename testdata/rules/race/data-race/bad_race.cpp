// Two threads count without a lock; the assertion fails only when they meet.
#include <cassert>
#include <mutex>
#include <thread>

int counter = 0;
std::mutex m;
int safe = 0;

void work() {
  const int seen = counter;
  counter = seen + 1;
  std::lock_guard lock(m);
  ++safe;
}

int main() {
  std::thread a(work), b(work);
  a.join();
  b.join();
  assert(safe == 2);
  assert(counter == 2);
}
