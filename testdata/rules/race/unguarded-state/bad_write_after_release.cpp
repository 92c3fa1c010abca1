#include <atomic>
#include <thread>

int payload = 0;
std::atomic<bool> ready{false};

int main() {
  std::thread producer([] {
    ready.store(true, std::memory_order_release);
    payload = 42; // expect: race/unguarded-state
  });
  while (!ready.load(std::memory_order_acquire)) {
  }
  const int seen = payload; // expect: race/unguarded-state
  producer.join();
  return seen;
}
