#include <functional>
#include <mutex>
#include <utility>
#include <vector>

class Publisher {
public:
  void subscribe(std::function<void(int)> callback) {
    std::lock_guard<std::mutex> hold(mu_);
    callback_ = std::move(callback);
  }
  void publish(int value) {
    std::lock_guard<std::mutex> hold(mu_);
    last_ = value;
    callback_(value); // expect: deadlock/callback-under-lock
  }
  int last() const {
    std::lock_guard<std::mutex> hold(mu_);
    return last_;
  }

private:
  mutable std::mutex mu_;
  std::function<void(int)> callback_;
  int last_ = 0;
};

// The class registers code of its own that takes the lock.
class Refresher {
public:
  Refresher() : on_change_([this] { refresh(); }) {}
  void change(int value) {
    std::lock_guard<std::mutex> hold(mu_);
    value_ = value;
    on_change_(); // expect: deadlock/callback-under-lock
  }
  void refresh() {
    std::lock_guard<std::mutex> hold(mu_);
    shown_ = value_;
  }

private:
  std::mutex mu_;
  int value_ = 0, shown_ = 0;
  std::function<void()> on_change_;
};
