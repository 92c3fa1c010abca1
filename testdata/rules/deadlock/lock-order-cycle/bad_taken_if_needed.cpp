// The eviction takes the index lock only when the index is shared, but then before the page lock.
#include <mutex>
#include <thread>

std::mutex pages, index_lock;
int used, indexed;

void append() {
  std::lock_guard<std::mutex> p(pages); // expect: deadlock/lock-order-cycle
  std::lock_guard<std::mutex> i(index_lock); // expect: deadlock/lock-order-cycle
  ++used;
  ++indexed;
}

void evict(bool shared_index) {
  if (shared_index) index_lock.lock(); // expect: deadlock/lock-order-cycle
  pages.lock();                        // expect: deadlock/lock-order-cycle
  --used;
  pages.unlock();
  if (shared_index) index_lock.unlock();
}

int main(int argc, char**) {
  std::thread a(append), b([&] { evict(argc > 1); });
  a.join();
  b.join();
}
