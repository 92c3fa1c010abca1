#include <mutex>
#include <thread>

std::mutex a, b;

void one() {
  std::lock_guard<std::mutex> g(a);
  std::lock_guard<std::mutex> h(b);
}
void two() {
  std::lock_guard<std::mutex> g(b);
  if (a.try_lock()) a.unlock();
}

int main() {
  std::thread t(one), u(two);
  t.join();
  u.join();
}
