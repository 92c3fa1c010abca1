// Volatile under a lock, volatile in one thread, and a real atomic.
#include <atomic>
#include <mutex>
#include <thread>

std::mutex mu;
volatile int guarded = 0;
volatile int mine = 0;
std::atomic<bool> stop{false};

int main() {
  mine = 1;
  std::thread worker([] {
    std::lock_guard<std::mutex> hold(mu);
    ++*const_cast<int*>(&guarded);
    stop = true;
  });
  {
    std::lock_guard<std::mutex> hold(mu);
    guarded = guarded + 1;
  }
  while (!stop) {
  }
  worker.join();
  return mine;
}
