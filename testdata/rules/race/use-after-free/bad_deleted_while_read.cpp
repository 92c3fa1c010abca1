// burler: engine tsan
#include <atomic>
#include <thread>

struct Batch {
  int tokens[64] = {};
};

std::atomic<bool> deleted{false};

int main() {
  auto* batch = new Batch;
  std::thread worker([=] {
    while (!deleted.load(std::memory_order_relaxed)) std::this_thread::yield();
    volatile int sum = 0;
    sum = sum + batch->tokens[3]; // expect: race/use-after-free
  });
  delete batch; // expect: race/use-after-free
  deleted.store(true, std::memory_order_relaxed);
  worker.join();
}
