// compare_exchange_weak in loops, compare_exchange_strong once.
#include <atomic>
#include <cassert>
#include <thread>

std::atomic<int> count{0}, owner{0};

void add() {
  int seen = count.load();
  while (!count.compare_exchange_weak(seen, seen + 1, std::memory_order_acq_rel)) {
  }
}

int main() {
  std::thread a(add), b(add);
  int nobody = 0;
  const bool mine = owner.compare_exchange_strong(nobody, 1);
  a.join();
  b.join();
  assert(mine && count == 2);
}
