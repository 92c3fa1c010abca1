#include <atomic>
#include <thread>

int payload = 0;
std::atomic<bool> ready{false};

int main() {
  std::thread producer([] {
    payload = 42;
    ready.store(true, std::memory_order_release);
  });
  while (!ready.load(std::memory_order_acquire)) {
  }
  const int seen = payload;
  producer.join();
  return seen;
}
