#include "cache.h"

#include <thread>

int main() {
  Cache cache;
  std::thread worker([&cache] {
    cache.append(1);
    cache.evict();
  });
  const int seen = cache.peek();
  cache.flush();
  worker.join();
  return seen;
}
