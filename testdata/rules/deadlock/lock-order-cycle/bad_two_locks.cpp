#include <mutex>
#include <thread>

std::mutex queue_mu, stats_mu;

void push() {
  std::lock_guard<std::mutex> a(queue_mu);
  std::lock_guard<std::mutex> b(stats_mu); // expect: deadlock/lock-order-cycle
}

void report() {
  std::lock_guard<std::mutex> a(stats_mu);
  std::lock_guard<std::mutex> b(queue_mu); // expect: deadlock/lock-order-cycle
}

int main() {
  std::thread a(push), b(report);
  a.join();
  b.join();
}
