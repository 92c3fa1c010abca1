// A guard gives the lock back when bad_alloc leaves; null is looked at; nothrow new too.
#include <cstdlib>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

std::mutex gate;
std::vector<int> items;

void push(int value) {
  const std::lock_guard<std::mutex> guard(gate);
  items.push_back(value);
}

void work() noexcept {
  try {
    push(1);
    push(2);
  } catch (const std::bad_alloc&) {
    // the item is dropped
  }
  void* raw = std::malloc(16);
  if (void* larger = std::realloc(raw, 4096)) raw = larger;
  std::free(raw);
  delete new (std::nothrow) int(3);
}

int main() {
  try {
    std::jthread a(work);
    work();
  } catch (const std::bad_alloc&) {
    return 0;
  }
}
