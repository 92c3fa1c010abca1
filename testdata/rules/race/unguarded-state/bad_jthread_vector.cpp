#include <thread>
#include <vector>

struct Progress {
  int done = 0;
};

int main() {
  Progress progress;
  std::vector<std::jthread> pool;
  for (int i = 0; i < 3; ++i)
    pool.emplace_back([&progress] {
      progress.done += 1; // expect: race/unguarded-state
    });
}
