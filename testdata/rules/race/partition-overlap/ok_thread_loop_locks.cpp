// Threads of a loop that take locks by hand: one of each shard, two in order, one by try.
#include <array>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>
struct Shard {
  std::mutex mu;
  std::vector<float> g = std::vector<float>(64);
  int updates = 0;
};
class Sharded {
public:
  void add(int key, float v) {
    Shard& s = shards_[key % 8];
    std::lock_guard<std::mutex> l(s.mu);
    s.g[key % 64] += v;
    s.updates++;
  }
  void move(int a, int b) {
    if (a == b) return;
    Shard &x = shards_[a % 8], &y = shards_[b % 8];
    if (&x == &y) return;
    std::scoped_lock l(x.mu, y.mu);
    std::swap(x.g, y.g);
  }
  int total() {
    int t = 0;
    for (auto& s : shards_) {
      std::lock_guard<std::mutex> l(s.mu);
      t += s.updates;
    }
    return t;
  }
  bool try_add(int key, float v) {
    Shard& s = shards_[key % 8];
    if (!s.mu.try_lock()) return false;
    s.g[0] += v;
    s.mu.unlock();
    return true;
  }

private:
  std::array<Shard, 8> shards_;
};
int main() {
  Sharded sh;
  std::vector<std::thread> ts;
  for (int t = 0; t < 4; ++t)
    ts.emplace_back([&sh, t] {
      for (int i = 0; i < 100; ++i) {
        sh.add(i, 1.f);
        sh.move(i, i + t);
        while (!sh.try_add(i, 1.f))
          std::this_thread::yield();
      }
    });
  for (auto& t : ts)
    t.join();
  return sh.total();
}
