// Correct: the twin of the bad program.
#include <cassert>
#include <mutex>
#include <thread>

int counter = 0;
std::mutex m;

void work() {
  std::lock_guard lock(m);
  ++counter;
}

int main() {
  std::thread a(work), b(work);
  a.join();
  b.join();
  assert(counter == 2);
}
