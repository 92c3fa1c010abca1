// AB and BA, while a third thread goes on: a partial deadlock.
#include <atomic>
#include <mutex>
#include <thread>

std::mutex a, b;
std::atomic<bool> stop{false};

int main() {
  std::thread first([] {
    std::lock_guard x(a);
    std::lock_guard y(b);
  });
  std::thread second([] {
    std::lock_guard x(b);
    std::lock_guard y(a);
  });
  std::thread third([] {
    while (!stop)
      std::this_thread::yield();
  });
  first.join();
  second.join();
  stop = true;
  third.join();
}
