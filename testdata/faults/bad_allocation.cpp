// bad_alloc leaves push() with the lock held: the other thread waits for ever.
// faults: allocation
// expect: deadlock/ an allocation fail
#include <mutex>
#include <new>
#include <thread>
#include <vector>

std::mutex gate;
std::vector<int*> items;

void push(int value) {
  gate.lock();
  items.push_back(new int(value));
  gate.unlock();
}

void work() {
  try {
    push(1);
    push(2);
  } catch (const std::bad_alloc&) {
    // "the item is dropped"
  }
}

int main() {
  try {
    items.reserve(8);
    std::thread a(work);
    work();
    a.join();
  } catch (const std::bad_alloc&) {
    return 0; // no thread, no work
  }
  for (int* item : items)
    delete item;
}
