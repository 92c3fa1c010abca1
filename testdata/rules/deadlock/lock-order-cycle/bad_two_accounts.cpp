#include <mutex>
#include <thread>

struct Shard {
  std::mutex mu;
  int rows = 0;
};

void move_row(Shard& from, Shard& to) {
  std::lock_guard<std::mutex> a(from.mu);
  std::lock_guard<std::mutex> b(to.mu); // expect: deadlock/lock-order-cycle
  --from.rows;
  ++to.rows;
}

int main() {
  Shard x, y;
  std::thread t([&] { move_row(x, y); });
  std::thread u([&] { move_row(y, x); });
  t.join();
  u.join();
}
