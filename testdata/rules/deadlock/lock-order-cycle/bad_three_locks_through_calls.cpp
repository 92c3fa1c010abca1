#include <mutex>
#include <thread>

std::mutex a, b, c;

void take_b() {
  std::lock_guard<std::mutex> g(b); // expect: deadlock/lock-order-cycle
}
void take_c() {
  std::lock_guard<std::mutex> g(c); // expect: deadlock/lock-order-cycle
}
void take_a() {
  std::lock_guard<std::mutex> g(a); // expect: deadlock/lock-order-cycle
}

void one() {
  std::lock_guard<std::mutex> g(a);
  take_b();
}
void two() {
  std::lock_guard<std::mutex> g(b);
  take_c();
}
void three() {
  std::lock_guard<std::mutex> g(c);
  take_a();
}

int main() {
  std::thread t1(one), t2(two), t3(three);
  t1.join();
  t2.join();
  t3.join();
}
