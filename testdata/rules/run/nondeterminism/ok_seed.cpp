// Correct: the twin of the bad program.
#include <mutex>
#include <random>
#include <thread>

std::mutex m;

int main() {
  std::mt19937 random(1);
  const auto turns = 1 + random() % 7;
  auto work = [&] {
    for (unsigned i = 0; i < turns; ++i)
      std::lock_guard lock(m);
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
}
