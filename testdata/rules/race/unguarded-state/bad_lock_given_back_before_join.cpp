#include <mutex>
#include <thread>

std::mutex weights_mu;
int version = 0;

void load_shard() { ++version; } // expect: race/unguarded-state

void reload() {
  std::unique_lock lock(weights_mu);
  std::thread loader(load_shard);
  lock.unlock(); // too early: the loader still runs
  loader.join();
}

int main() {
  std::thread server([] {
    std::lock_guard lock(weights_mu);
    ++version; // expect: race/unguarded-state
  });
  reload();
  server.join();
}
