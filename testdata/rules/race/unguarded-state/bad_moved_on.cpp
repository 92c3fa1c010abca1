// The future is moved into a list: the end of the local one waits for nothing.
#include <future>
#include <thread>
#include <vector>

int main() {
  int steps = 0, rounds = 0;
  std::vector<std::future<void>> results;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i) {
    auto result = std::async(std::launch::async, [&steps] { steps++; }); // expect: race/unguarded-state
    results.push_back(std::move(result));
    std::jthread thread([&rounds] { rounds++; }); // expect: race/unguarded-state
    threads.push_back(std::move(thread));
  }
  for (auto& r : results)
    r.get();
}
