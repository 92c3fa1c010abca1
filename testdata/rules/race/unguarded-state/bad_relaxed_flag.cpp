#include <atomic>
#include <thread>

int payload = 0;
std::atomic<bool> ready{false};

int main() {
  std::thread producer([] {
    payload = 42; // expect: race/unguarded-state
    ready.store(true, std::memory_order_relaxed);
  });
  while (!ready.load(std::memory_order_relaxed)) {
  }
  const int seen = payload; // expect: race/unguarded-state
  producer.join();
  return seen;
}
