#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

class Table {
public:
  int get(int i) const {
    std::shared_lock lock(mu_);
    return rows_[i];
  }
  void put(int i, int v) {
    std::unique_lock lock(mu_);
    rows_[i] = v;
  }

private:
  mutable std::shared_mutex mu_;
  std::vector<int> rows_ = std::vector<int>(8);
};

int main() {
  Table table;
  std::thread a([&] { table.put(1, 2); }), b([&] { table.get(1); });
  a.join();
  b.join();
}
