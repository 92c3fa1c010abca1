// burler: engine tsan
// The two sections never overlap in time, so no run blocks; the order of the locks still is a cycle.
#include <mutex>
#include <thread>

std::mutex queue_mu, stats_mu;
int pushed = 0;

void push() {
  std::lock_guard<std::mutex> queue(queue_mu);
  std::lock_guard<std::mutex> stats(stats_mu); // expect: deadlock/lock-order-cycle
  ++pushed;
}

void dump() {
  std::lock_guard<std::mutex> stats(stats_mu);
  std::lock_guard<std::mutex> queue(queue_mu); // expect: deadlock/lock-order-cycle
  pushed = 0;
}

int main() {
  std::thread first(push), second(dump);
  first.join();
  second.join();
}
