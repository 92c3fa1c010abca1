// The index lock is given back under the same condition before the page lock is taken; the flag says what is held.
#include <mutex>
#include <thread>

std::mutex pages, index_lock;
int used, indexed;

void append() {
  std::lock_guard<std::mutex> p(pages);
  std::lock_guard<std::mutex> i(index_lock);
  ++used;
  ++indexed;
}

void evict(bool shared_index) {
  if (shared_index) index_lock.lock();
  indexed -= 1;
  if (shared_index) index_lock.unlock();
  pages.lock();
  --used;
  pages.unlock();
}

void compact(int wanted) {
  bool locked = false;
  if (wanted > 0) {
    index_lock.lock();
    locked = true;
  }
  indexed -= wanted;
  if (locked) index_lock.unlock();
  pages.lock();
  used -= wanted;
  pages.unlock();
}

int main(int argc, char**) {
  std::thread a(append), b([&] { evict(argc > 1); }), c([&] { compact(argc); });
  a.join();
  b.join();
  c.join();
}
