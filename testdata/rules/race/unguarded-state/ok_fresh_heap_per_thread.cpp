#include <memory>
#include <thread>
#include <vector>

struct State {
  int steps = 0;
};

void run(std::shared_ptr<State> state) { state->steps += 1; }

int main() {
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i) {
    auto state = std::make_shared<State>();
    state->steps = i;
    pool.emplace_back(run, state);
  }
  for (auto& t : pool) t.join();
}
