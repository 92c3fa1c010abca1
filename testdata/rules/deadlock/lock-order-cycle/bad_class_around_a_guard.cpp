// The peer takes its own lock, then its group's, by a class around a guard; the group takes them the other
// way.
#include <memory>
#include <mutex>
#include <vector>

class Group;

class Peer {
public:
  explicit Peer(Group* group) : group_(group) {}
  bool receive(int slot);
  void fail() {
    std::lock_guard<std::mutex> l(mu_); // expect: deadlock/lock-order-cycle
    failed_ = true;
  }

private:
  Group* const group_;
  std::mutex mu_;
  int state_ = 0;
  bool failed_ = false;
};

class Group {
public:
  void receive_any(int slot);
  void fail_all();

private:
  friend class Pending;
  std::mutex mu_;
  int pending_ = 0;
  std::vector<std::unique_ptr<Peer>> peers_;
};

class Pending {
public:
  explicit Pending(Group& group) : lock_(group.mu_), group_(group) {} // expect: deadlock/lock-order-cycle
  ~Pending() { group_.pending_--; }
  int count() const { return group_.pending_; }

private:
  std::lock_guard<std::mutex> lock_;
  Group& group_;
};

bool Peer::receive(int slot) {
  std::unique_lock<std::mutex> l(mu_);
  Pending pending(*group_);
  if (pending.count() <= slot) return false;
  state_ = slot;
  return true;
}

void Group::receive_any(int slot) {
  for (auto& peer : peers_)
    if (peer->receive(slot)) return;
}

void Group::fail_all() {
  std::unique_lock<std::mutex> l(mu_);
  for (auto& peer : peers_)
    if (peer) peer->fail();
}
