#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex weights;
std::mutex stats;

void infer() {
  std::shared_lock<std::shared_mutex> r(weights);
  std::lock_guard<std::mutex> s(stats); // expect: deadlock/lock-order-cycle
}
void update() {
  std::lock_guard<std::mutex> s(stats);
  std::unique_lock<std::shared_mutex> w(weights); // expect: deadlock/lock-order-cycle
}

int main() {
  std::thread t(infer), u(update);
  t.join();
  u.join();
}
