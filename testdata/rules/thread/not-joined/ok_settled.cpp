// Joined, detached, moved into a pool, returned, joined by a member's destructor or by jthread.
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

std::atomic<int> done{0};

void joined(bool quick) {
  std::thread t([] { ++done; });
  if (quick) {
    t.join();
    return;
  }
  ++done;
  if (t.joinable()) t.join();
}

std::thread returned() {
  std::thread t([] { ++done; });
  return t;
}

void loops(int n) {
  std::vector<std::thread> pool(static_cast<std::size_t>(n));
  for (auto& t : pool)
    t = std::thread([] { ++done; });
  for (auto& t : pool)
    t.join();
}

void optional(bool helper) {
  std::thread t;
  if (helper) t = std::thread([] { ++done; });
  ++done;
  if (t.joinable()) t.join();
}

class Server {
public:
  Server() : first_([] { ++done; }) {}
  ~Server() {
    first_.join();
    for (std::thread& t : workers_)
      t.join();
  }
  void grow() { workers_.emplace_back([] { ++done; }); }
  void adopt() {
    std::thread t([] { ++done; });
    workers_.push_back(std::move(t));
  }

private:
  std::thread first_;
  std::vector<std::thread> workers_;
};

int main() {
  joined(true);
  returned().join();
  loops(3);
  optional(false);
  Server server;
  server.grow();
  server.adopt();
  std::jthread last([] { ++done; });
  std::thread([] { ++done; }).detach();
}
