#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

// The callback is copied and called without the lock.
class Publisher {
public:
  void subscribe(std::function<void(int)> callback) {
    std::lock_guard<std::mutex> hold(mu_);
    callback_ = std::move(callback);
  }
  void publish(int value) {
    std::function<void(int)> callback;
    {
      std::lock_guard<std::mutex> hold(mu_);
      last_ = value;
      callback = callback_;
    }
    if (callback) callback(value);
  }
  void publish_unlocked(int value) {
    std::unique_lock<std::mutex> hold(mu_);
    last_ = value;
    auto callback = callback_;
    hold.unlock();
    callback(value);
  }

private:
  std::mutex mu_;
  std::function<void(int)> callback_;
  int last_ = 0;
};

// Predicates, comparators and visitors with visible bodies.
class Table {
public:
  template <class Visit> void each(Visit visit) {
    std::lock_guard<std::mutex> hold(mu_);
    for (auto& [key, value] : map_)
      visit(key, value);
  }
  void wait_for(int key) {
    std::unique_lock<std::mutex> hold(mu_);
    changed_.wait(hold, [&] { return map_.count(key) != 0; });
  }
  void set(int key, int value) {
    std::lock_guard<std::mutex> hold(mu_);
    if (accepts_ && !accepts_(key)) return;
    map_[key] = value;
    changed_.notify_all();
  }
  int sum() {
    int all = 0;
    each([&](int, int value) { all += value; });
    return all;
  }

private:
  std::mutex mu_;
  std::condition_variable changed_;
  std::map<int, int> map_;
  std::function<bool(int)> accepts_;
};

// All registered code is visible and does not take the lock.
class Counter {
public:
  Counter() : on_change_([this] { ++changes_; }) {}
  void add() {
    std::lock_guard<std::mutex> hold(mu_);
    ++value_;
    on_change_();
  }
  int value() {
    std::lock_guard<std::mutex> hold(mu_);
    return value_;
  }

private:
  std::mutex mu_;
  int value_ = 0, changes_ = 0;
  std::function<void()> on_change_;
};

int main() {
  Publisher publisher;
  Table table;
  Counter counter;
  table.set(1, table.sum());
  counter.add();
  publisher.publish(counter.value());
}
