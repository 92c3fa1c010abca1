// Waits for the condition, however often it is woken.
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex gate;
std::condition_variable ready;
bool filled = false;

int main() {
  std::unique_lock<std::mutex> lock(gate);
  std::thread filler([] {
    const std::lock_guard<std::mutex> guard(gate);
    filled = true;
    ready.notify_one();
  });
  ready.wait(lock, [] { return filled; });
  assert(filled);
  lock.unlock();
  filler.join();
}
