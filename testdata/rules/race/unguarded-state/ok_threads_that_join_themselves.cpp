// Containers of threads that join in their destructors: at the end of the scope, or when they are cleared.
#include <array>
#include <future>
#include <thread>
#include <vector>

struct Pool {
  std::vector<std::jthread> threads;
  int done = 0;
};

int main() {
  int sum = 0;
  std::vector<int> parts(4);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&parts, i] { parts[i] = i; });
  }
  for (const int part : parts)
    sum += part;
  int runs = 0;
  std::vector<std::jthread> threads;
  threads.emplace_back([&runs] { runs++; });
  threads.clear();
  runs++;
  {
    std::vector<std::future<void>> results;
    results.push_back(std::async(std::launch::async, [&runs] { runs++; }));
  }
  runs++;
  Pool pool;
  pool.threads.emplace_back([&pool] { pool.done++; });
  pool.threads.clear();
  return sum + runs + pool.done;
}
