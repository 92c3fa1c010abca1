// The predicate is set without the mutex between the check and the wait: the notification can come too early.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex m;
std::condition_variable cv;
std::atomic<bool> ready{false};

int main() {
  std::thread waiter([] {
    std::unique_lock lock(m);
    while (!ready)
      cv.wait(lock);
  });
  ready = true;
  cv.notify_one();
  waiter.join();
}
