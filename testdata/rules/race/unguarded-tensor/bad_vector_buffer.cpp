#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

struct KvCache {
  std::mutex mu;
  std::vector<float> keys = std::vector<float>(64);

  void append(std::size_t at, float k) {
    std::lock_guard<std::mutex> g(mu);
    keys[at] = k;
  }
  float peek(std::size_t at) {
    return keys[at]; // expect: race/unguarded-tensor
  }
};

int main() {
  KvCache cache;
  std::thread worker([&] { cache.append(0, 1.0f); });
  float seen = cache.peek(0);
  worker.join();
  return seen > 0;
}
