// Repeated in a loop of its own or of its caller; or strong.
#include <atomic>
#include <thread>

std::atomic<int> high_water{0};
std::atomic<bool> lock_word{false};

void raise(int pages) {
  int seen = high_water.load();
  while (pages > seen && !high_water.compare_exchange_weak(seen, pages)) {
  }
}

bool try_take() {
  bool expected = false;
  return lock_word.compare_exchange_weak(expected, true);
}

void take() {
  while (!try_take())
    std::this_thread::yield();
}

bool claim() {
  bool expected = false;
  return lock_word.compare_exchange_strong(expected, true);
}

int main() {
  std::thread a([] {
    raise(3);
    take();
  });
  raise(4);
  a.join();
  return claim();
}
