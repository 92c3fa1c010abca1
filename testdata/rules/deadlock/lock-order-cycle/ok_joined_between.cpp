#include <mutex>
#include <thread>

std::mutex a, b;

void one() {
  std::lock_guard<std::mutex> g(a);
  std::lock_guard<std::mutex> h(b);
}
void two() {
  std::lock_guard<std::mutex> g(b);
  std::lock_guard<std::mutex> h(a);
}

int main() {
  std::thread t(one);
  t.join();
  std::thread u(two);
  u.join();
}
