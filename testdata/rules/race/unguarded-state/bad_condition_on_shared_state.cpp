// Each thread has a number, but what decides about the access is shared state, the same for all.
#include <mutex>
#include <thread>
#include <vector>

class Table {
public:
  void put(int k) {
    std::lock_guard<std::mutex> l(mu_);
    rows_ += k;
  }
  bool full() const { return rows_ > 100; } // expect: race/unguarded-state

private:
  mutable std::mutex mu_;
  int rows_ = 0;
};

int main() {
  Table table;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&table, i] {
      if (!table.full()) table.put(i);
    });
  for (auto& t : threads)
    t.join();
}
