#include <memory>
#include <mutex>
#include <set>
#include <thread>

// Making another owner of itself touches only the reference count, which is atomic.
struct Grad;

struct Level {
  std::mutex mu;
  std::set<std::shared_ptr<Grad>> grads;
  void insert(const std::shared_ptr<Grad>& grad) {
    std::lock_guard<std::mutex> g(mu);
    grads.insert(grad);
  }
};

struct Grad : std::enable_shared_from_this<Grad> {
  std::mutex mu;
  std::set<int> content;
  void set(Level& level, int n) {
    level.insert(shared_from_this());
    std::lock_guard<std::mutex> g(mu);
    content.insert(n);
  }
  bool contains(int n) {
    std::lock_guard<std::mutex> g(mu);
    return content.count(n) > 0;
  }
};

int main() {
  Level level;
  auto grad = std::make_shared<Grad>();
  std::thread a([&] { grad->set(level, 1); });
  std::thread b([&] { grad->set(level, 2); });
  const bool seen = grad->contains(1);
  a.join();
  b.join();
  return seen;
}
