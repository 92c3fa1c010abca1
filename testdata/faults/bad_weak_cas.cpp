// One compare_exchange_weak, not in a loop: it may fail although the values are equal.
// faults: (default)
// expect: run/crash
#include <atomic>
#include <cassert>
#include <thread>

std::atomic<int> owner{0}, idle{0};

int main() {
  std::thread a([] { idle = 1; });
  int nobody = 0;
  const bool mine = owner.compare_exchange_weak(nobody, 1);
  a.join();
  assert(mine);
}
