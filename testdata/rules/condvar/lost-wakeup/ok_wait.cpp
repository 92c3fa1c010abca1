// Correct: the twin of the bad program.
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex m;
std::condition_variable cv;
bool ready = false;

int main() {
  std::thread waiter([] {
    std::unique_lock lock(m);
    cv.wait(lock, [] { return ready; });
  });
  {
    std::lock_guard lock(m);
    ready = true;
  }
  cv.notify_one();
  waiter.join();
}
