#include <map>
#include <mutex>
#include <thread>
#include <vector>

class Registry {
public:
  void put(int key, int value) {
    std::lock_guard<std::mutex> g(mu_);
    entries_[key] = value;
  }
  int get(int key) {
    auto it = entries_.find(key); // expect: race/unguarded-state
    return it == entries_.end() ? 0 : it->second;
  }

private:
  std::mutex mu_;
  std::map<int, int> entries_;
};

int main() {
  Registry registry;
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i)
    pool.emplace_back([&registry, i] {
      registry.put(i, i);
      registry.get(i);
    });
  for (auto& t : pool) t.join();
}
