// The caller tries again, or leaves the work to be done later: no try_lock need succeed.
#include <cassert>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::mutex gate, left, right;
std::shared_mutex shared;
int done = 0, sum = 0;

void work() {
  while (!gate.try_lock())
    std::this_thread::yield();
  ++done;
  gate.unlock();
  std::scoped_lock both(left, right); // tries the second of two
  ++sum;
  if (shared.try_lock_shared()) shared.unlock_shared();
  if (shared.try_lock()) shared.unlock();
}

int main() {
  std::thread a(work), b(work);
  a.join();
  b.join();
  assert(done == 2 && sum == 2);
}
