// Works with as many threads as can be had.
#include <atomic>
#include <cassert>
#include <system_error>
#include <thread>
#include <vector>

int main() {
  std::atomic<int> next{0}, done{0};
  const auto work = [&] {
    while (next++ < 4)
      ++done;
  };
  std::vector<std::jthread> team;
  team.reserve(3);
  try {
    for (int i = 0; i < 3; ++i)
      team.emplace_back(work);
  } catch (const std::system_error&) {
    // the rest is ours
  }
  work();
  team.clear();
  assert(done == 4);
}
