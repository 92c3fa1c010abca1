// wait and notify of atomics of a word, of one byte and of eight, of atomic_flag and atomic_ref. Twins: 1
// relaxed store, 2 forgets to notify, 3 notifies one of two.
#include <atomic>
#include <cassert>
#include <cstdlib>
#include <thread>

int twin = 0, data = 0;
std::atomic<int> word{0};
std::atomic<char> byte{0};
std::atomic<long> wide{0};
std::atomic_flag flag;
alignas(std::atomic_ref<int>::required_alignment) int plain = 0;

void waiter() {
  word.wait(0, std::memory_order_acquire);
  assert(data == 1);
}

void chain() {
  byte.wait(0);
  wide.store(2);
  wide.notify_one();
  flag.wait(false);
  std::atomic_ref<int> reference(plain);
  reference.store(3);
  reference.notify_all();
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  std::thread a(waiter), b(waiter), c(chain);
  data = 1;
  word.store(1, twin == 1 ? std::memory_order_relaxed : std::memory_order_release);
  if (twin == 3)
    word.notify_one();
  else if (twin != 2)
    word.notify_all();
  byte.store(1);
  byte.notify_one();
  wide.wait(0);
  assert(wide == 2);
  flag.test_and_set();
  flag.notify_all();
  std::atomic_ref<int> reference(plain);
  reference.wait(0);
  assert(reference.load() == 3);
  a.join();
  b.join();
  c.join();
}
