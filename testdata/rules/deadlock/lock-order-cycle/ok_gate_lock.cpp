#include <mutex>
#include <thread>

std::mutex gate, a, b;

void one() {
  std::lock_guard<std::mutex> g(gate);
  std::lock_guard<std::mutex> h(a);
  std::lock_guard<std::mutex> i(b);
}
void two() {
  std::lock_guard<std::mutex> g(gate);
  std::lock_guard<std::mutex> h(b);
  std::lock_guard<std::mutex> i(a);
}

int main() {
  std::thread t(one), u(two);
  t.join();
  u.join();
}
