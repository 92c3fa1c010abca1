// A prefetched batch is announced by a relaxed flag: the trainer may read the batch from before.
#include <atomic>
#include <thread>

int batch[64];
std::atomic<bool> ready{false};

void prefetch() {
  for (int i = 0; i < 64; ++i)
    batch[i] = i;
  ready.store(true, std::memory_order_relaxed); // expect: atomic/relaxed-publication
}

int main() {
  std::thread loader(prefetch);
  while (!ready.load(std::memory_order_relaxed)) { // expect: atomic/relaxed-publication
  }
  int sum = 0;
  for (int i = 0; i < 64; ++i)
    sum += batch[i];
  loader.join();
  return sum;
}
