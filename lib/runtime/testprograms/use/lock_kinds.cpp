// shared, timed, recursive and shared timed mutexes; several locks at once. Twins: 1 writes under a shared
// lock, 2 reads without one, 3 takes two locks in both orders.
#include <cassert>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <thread>

using namespace std::chrono_literals;
int twin = 0, table = 0, slow = 0, nested = 0, moved = 0;
std::shared_mutex shared;
std::shared_timed_mutex shared_timed;
std::timed_mutex timed;
std::recursive_timed_mutex recursive;
std::mutex left, right;

void write_both() {
  if (twin == 1) {
    std::shared_lock lock(shared);
    ++table;
  } else {
    std::unique_lock lock(shared);
    ++table;
  }
  std::unique_lock lock(shared_timed, std::defer_lock);
  while (!lock.try_lock_for(1ms)) {
  }
  ++slow;
}
void read_both() {
  {
    std::shared_lock lock(shared, std::defer_lock);
    if (twin != 2) lock.lock();
    assert(table >= 0);
  }
  std::shared_lock lock(shared_timed, std::chrono::steady_clock::now() + 1h);
  if (lock) assert(slow >= 0);
}
void nest() {
  std::unique_lock outer(recursive);
  std::unique_lock inner(recursive, 1ms);
  assert(inner.owns_lock());
  ++nested;
  std::unique_lock other(timed, std::chrono::system_clock::now() + 1h);
  assert(other.owns_lock());
  ++nested;
}
void both(std::mutex& one, std::mutex& two) {
  if (twin == 3) {
    std::lock_guard first(one);
    std::lock_guard second(two);
    ++moved;
  } else {
    std::scoped_lock locks(one, two);
    ++moved;
  }
}

int main(int, char** words) {
  twin = words[1] ? std::atoi(words[1]) : 0;
  {
    std::jthread a(write_both), b(write_both), c(read_both);
  }
  assert(table == 2 && slow == 2);
  {
    std::jthread a(nest), b(nest);
  }
  assert(nested == 4);
  std::jthread a(both, std::ref(left), std::ref(right)), b(both, std::ref(right), std::ref(left));
}
