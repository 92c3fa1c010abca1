#include <mutex>
#include <thread>

struct Queue {
  std::mutex mu;
  int depth = 0;
};

void grow(Queue& q) {
  q.depth += 1; // expect: race/unguarded-state
}

void locked_grow(Queue& q) {
  std::lock_guard<std::mutex> g(q.mu);
  grow(q);
}

int main() {
  Queue q;
  std::thread a([&] { locked_grow(q); });
  std::thread b([&] { grow(q); });
  a.join();
  b.join();
}
