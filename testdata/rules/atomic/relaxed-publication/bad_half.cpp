// The store is a release, but the reader loads relaxed: half an order is none.
#include <atomic>
#include <thread>

struct Slot {
  float logits[8] = {};
  std::atomic<int> step{0};
};

Slot slot;

void decode() {
  slot.logits[0] = 1.0f;
  slot.step.store(1, std::memory_order_release);
}

int main() {
  std::thread worker(decode);
  float best = 0;
  if (slot.step.load(std::memory_order_relaxed) == 1) // expect: atomic/relaxed-publication
    best = slot.logits[0];
  worker.join();
  return best > 0 ? 1 : 0;
}
