// Condition variables waited for with a time: whoever comes back, woken or late, has the mutex again. Twins:
// 1 looks at the state after giving the mutex back, 2 changes it without the mutex.
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

using namespace std::chrono_literals;
int twin = 0, first = 0, second = 0;
bool done = false;
std::mutex mutex;
std::condition_variable changed;

void change_both() {
  for (int i = 0; i < 2; ++i) {
    std::unique_lock lock(mutex);
    ++first;
    if (twin == 2) lock.unlock();
    ++second;
    if (twin == 2) lock.lock();
    changed.notify_all();
  }
  std::lock_guard lock(mutex);
  done = true;
  changed.notify_all();
}

void poll_both() {
  std::unique_lock lock(mutex);
  while (!done) {
    changed.wait_for(lock, 1ms);
    assert(first == second);
    ++first;
    ++second;
  }
  lock.unlock();
  if (twin == 1) assert(first >= second);
}

void wait_until_done() {
  std::unique_lock lock(mutex);
  while (!changed.wait_until(lock, std::chrono::steady_clock::now() + 5ms, [] { return done; }))
    assert(first == second);
  assert(lock.owns_lock());
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  std::jthread a(change_both), b(poll_both), c(wait_until_done), d(poll_both);
}
