// Read-modify-writes, a single writer, a flag that may be set twice, and a lock around test and set.
#include <atomic>
#include <mutex>
#include <thread>

std::atomic<long> tokens{0}, sampled{0};
std::atomic<bool> stop{false}, started{false};
std::mutex mu;
int starts;

void decode(int n) {
  tokens += n;
  if (!stop.load()) stop.store(true);
  std::lock_guard<std::mutex> hold(mu);
  if (!started.load()) {
    started.store(true);
    ++starts;
  }
}

void sample() { sampled = sampled + 1; }

int main() {
  std::thread a(decode, 3), b(decode, 4), only_writer(sample);
  const long seen = sampled;
  a.join();
  b.join();
  only_writer.join();
  return static_cast<int>(seen);
}
