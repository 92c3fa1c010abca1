#include <mutex>
#include <thread>

std::mutex weights_mu;
int version = 0;

void load_shard() { ++version; } // expect: race/unguarded-state

int main() {
  std::lock_guard lock(weights_mu); // keeps others out, not these two from each other
  std::thread first(load_shard);
  std::thread second(load_shard);
  first.join();
  second.join();
}
