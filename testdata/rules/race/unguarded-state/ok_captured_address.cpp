// Closures that keep an address: reading the address is not reading the object, whose parts are atomic.
#include <atomic>
#include <thread>
#include <vector>

struct Node {
  std::atomic<int> users{1};
  int payload = 0;

  void take() { users.fetch_add(1, std::memory_order_relaxed); }
  void give() {
    if (users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
};

int main() {
  Node* node = new Node;
  node->payload = 3;
  std::vector<std::thread> threads;
  std::vector<int> seen(3);
  for (int i = 0; i < 3; ++i) {
    node->take();
    threads.emplace_back([&seen, i, node] {
      seen[i] = node->payload;
      node->give();
    });
  }
  node->give();
  for (auto& t : threads)
    t.join();
  Node local;
  std::thread t([p = &local] { p->take(); });
  local.take();
  t.join();
}
