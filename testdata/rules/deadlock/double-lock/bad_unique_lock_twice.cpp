#include <mutex>

std::mutex mu;

int main() {
  std::unique_lock<std::mutex> a(mu);
  std::unique_lock<std::mutex> b(mu, std::defer_lock);
  b.lock(); // expect: deadlock/double-lock
}
