// Release and acquire; a counter that announces nothing; data that a lock guards.
#include <atomic>
#include <mutex>
#include <thread>

int batch[64];
std::atomic<bool> ready{false};
std::atomic<long> tokens{0};
std::mutex mu;
int total;

void prefetch() {
  batch[0] = 7;
  ready.store(true, std::memory_order_release);
  tokens.fetch_add(1, std::memory_order_relaxed);
  std::lock_guard<std::mutex> hold(mu);
  ++total;
}

int main() {
  std::thread loader(prefetch);
  while (!ready.load(std::memory_order_acquire)) {
  }
  int sum = batch[0];
  if (tokens.load(std::memory_order_relaxed) > 0) {
    std::lock_guard<std::mutex> hold(mu);
    sum += total;
  }
  loader.join();
  return sum;
}
