#include <shared_mutex>
#include <thread>

std::shared_mutex mu;
int version = 0;

void bump() {
  std::shared_lock<std::shared_mutex> g(mu);
  version++; // expect: race/unguarded-state
}

int main() {
  std::thread a(bump);
  std::thread b(bump);
  a.join();
  b.join();
}
