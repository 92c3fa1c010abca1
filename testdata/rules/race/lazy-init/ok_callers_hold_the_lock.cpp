// What is tested here is guarded by the lock that every caller takes; the lock around the push belongs to
// another object.
#include <mutex>
#include <vector>

struct Group {
  std::mutex mu;
  int pending = 0;
};

class Peer {
public:
  explicit Peer(Group& group) : group_(group) {}
  void on_event(int n) {
    std::unique_lock<std::mutex> l(mu_, std::try_to_lock);
    if (!l) return;
    flush(n);
  }
  void send(int n) {
    std::lock_guard<std::mutex> l(mu_);
    queue_.push_back(n);
    flush(n);
  }

private:
  void flush(int n) {
    while (!queue_.empty()) {
      if (queue_.back() == n) break;
      queue_.pop_back();
      std::lock_guard<std::mutex> l(group_.mu);
      if (--group_.pending < 0) queue_.push_back(n);
    }
  }

  std::mutex mu_;
  std::vector<int> queue_;
  Group& group_;
};
