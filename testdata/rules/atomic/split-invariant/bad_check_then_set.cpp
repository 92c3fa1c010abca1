// Two workers may both see "not initialised" and both initialise the communicator.
#include <atomic>
#include <thread>
#include <vector>

std::atomic<bool> initialised{false};
std::atomic<int> ranks{0};

void connect() { ++ranks; }

void worker() {
  if (!initialised.load()) {  // expect: atomic/split-invariant
    initialised.store(true);  // expect: atomic/split-invariant
    connect();
  }
}

int main() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back(worker);
  for (auto& w : workers)
    w.join();
}
