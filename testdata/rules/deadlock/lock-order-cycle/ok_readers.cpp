#include <shared_mutex>
#include <thread>

std::shared_mutex a, b;

void one() {
  std::shared_lock<std::shared_mutex> g(a);
  std::shared_lock<std::shared_mutex> h(b);
}
void two() {
  std::shared_lock<std::shared_mutex> g(b);
  std::shared_lock<std::shared_mutex> h(a);
}

int main() {
  std::thread t(one), u(two);
  t.join();
  u.join();
}
