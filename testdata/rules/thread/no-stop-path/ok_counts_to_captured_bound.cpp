// Workers that run a number of rounds which the starter has chosen: the bound never changes, the counter does.
#include <cstddef>
#include <thread>
#include <vector>

double measure(int workers) {
  std::size_t rounds = 20;
  std::vector<double> sums(static_cast<std::size_t>(workers));
  auto work = [&](int worker) {
    for (std::size_t i = 0; i < rounds; ++i)
      sums[static_cast<std::size_t>(worker)] += static_cast<double>(i);
  };
  std::vector<std::thread> threads(static_cast<std::size_t>(workers - 1));
  for (int w = 0; w < workers - 1; ++w)
    threads[static_cast<std::size_t>(w)] = std::thread(work, w);
  work(workers - 1);
  for (auto& thread : threads)
    thread.join();
  return sums[0];
}

int main() { return measure(4) > 0 ? 0 : 1; }
