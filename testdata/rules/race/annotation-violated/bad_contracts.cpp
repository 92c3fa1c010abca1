#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define PT_GUARDED_BY(x) __attribute__((pt_guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))

class KvCache {
public:
  void append(float key) {
    std::unique_lock<std::mutex> lock(mu_);
    lock.unlock();
    keys_.push_back(key); // expect: race/annotation-violated
  }

  std::size_t size() const { return keys_.size(); } // expect: race/annotation-violated

  float first() {
    const std::vector<float>& alias = keys_;
    return alias[0]; // expect: race/annotation-violated
  }

  void evict() {
    compact(); // expect: race/annotation-violated
  }

  void refill() {
    std::lock_guard<std::mutex> lock(mu_);
    reload(); // expect: race/annotation-violated
  }

  void limit(int value) {
    std::shared_lock<std::shared_mutex> lock(config_mu_);
    limit_ = value; // expect: race/annotation-violated
  }

  float peek() { return *head_; } // expect: race/annotation-violated

  void start() {
    std::lock_guard<std::mutex> lock(mu_);
    worker_ = std::thread([this] {
      keys_.clear(); // expect: race/annotation-violated
    });
  }

private:
  void compact() REQUIRES(mu_) { keys_.shrink_to_fit(); }
  void reload() EXCLUDES(mu_);

  mutable std::mutex mu_;
  std::shared_mutex config_mu_;
  std::vector<float> keys_ GUARDED_BY(mu_);
  std::unique_ptr<float> head_ PT_GUARDED_BY(mu_);
  int limit_ GUARDED_BY(config_mu_) = 0;
  std::thread worker_;
};

std::mutex registry_mu;
int registered GUARDED_BY(registry_mu) = 0;

int count() { return registered; } // expect: race/annotation-violated
