#include <mutex>
#include <thread>

class Stats {
public:
  void add(int n) {
    std::lock_guard<std::mutex> g(mu_);
    total_ += n;
  }
  int total() const {
    return total_; // expect: race/unguarded-state
  }

private:
  mutable std::mutex mu_;
  int total_ = 0;
};

int main() {
  Stats stats;
  std::thread worker([&] { stats.add(1); });
  const int seen = stats.total();
  worker.join();
  return seen;
}
