// What the threads do depends on the address of a heap block, which differs between two processes.
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

std::mutex m;

int main() {
  const auto block = std::make_unique<int>(0);
  const auto turns = 1 + (reinterpret_cast<std::uintptr_t>(block.get()) >> 12) % 7;
  auto work = [&] {
    for (std::uintptr_t i = 0; i < turns; ++i)
      std::lock_guard lock(m);
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
}
