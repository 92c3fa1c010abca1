#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

int main() {
  std::vector<int> out(100);
  std::atomic<std::size_t> next{0};
  auto work = [&] {
    for (std::size_t i = next.fetch_add(1); i < out.size(); i = next.fetch_add(1)) out[i] = 1;
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
  return out[0];
}
