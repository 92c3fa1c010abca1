#include <mutex>
#include <thread>

std::mutex weights_mu;
int version = 0;

// Only ever started, and joined, by somebody who holds the lock.
void load_shard() { ++version; }

void reload() {
  std::lock_guard lock(weights_mu);
  std::thread loader(load_shard);
  loader.join();
}

int main() {
  std::thread server([] {
    std::lock_guard lock(weights_mu);
    ++version;
  });
  reload();
  server.join();
}
