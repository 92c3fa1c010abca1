#include <mutex>
#include <thread>

std::mutex a, b;

void one() { std::scoped_lock both(a, b); }
void two() { std::scoped_lock both(b, a); }
void three() {
  std::lock(b, a);
  std::lock_guard<std::mutex> g(a, std::adopt_lock);
  std::lock_guard<std::mutex> h(b, std::adopt_lock);
}

int main() {
  std::thread t(one), u(two), v(three);
  t.join();
  u.join();
  v.join();
}
