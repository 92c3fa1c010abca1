#include <atomic>
#include <thread>

struct Loop {
  std::atomic<bool> stop{false};
  std::atomic<long> turns{0};
  void run() {
    while (!stop.load()) turns.fetch_add(1, std::memory_order_relaxed);
  }
};

int main() {
  Loop loop;
  std::thread t(&Loop::run, &loop);
  loop.stop = true;
  t.join();
}
