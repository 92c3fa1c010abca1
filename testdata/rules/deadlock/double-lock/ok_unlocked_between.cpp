#include <mutex>

struct Node {
  std::mutex mu;
  int n = 0;
};

void two_objects(Node& a, Node& b) {
  std::lock_guard<std::mutex> g(a.mu);
  std::lock_guard<std::mutex> h(b.mu);
  a.n = b.n;
}

int main() {
  Node a, b;
  two_objects(a, b);
  std::unique_lock<std::mutex> lock(a.mu);
  lock.unlock();
  lock.lock();
  std::unique_lock<std::mutex> tried(b.mu, std::try_to_lock);
}
