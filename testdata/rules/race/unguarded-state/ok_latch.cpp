#include <latch>
#include <thread>

int main() {
  int loaded = 0;
  std::latch ready(1);
  std::thread t([&] {
    loaded = 4;
    ready.count_down();
  });
  ready.wait();
  const int seen = loaded;
  t.join();
  return seen;
}
