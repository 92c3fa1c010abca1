// Predicates, while loops, endless loops with a test, and a wait with `if` whose callers test again.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Progress {
public:
  void post(int op) {
    std::lock_guard<std::mutex> hold(mu_);
    ops_.push_back(op);
    changed_.notify_all();
  }
  void stop() {
    std::lock_guard<std::mutex> hold(mu_);
    stop_ = true;
    changed_.notify_all();
  }
  int with_predicate() {
    std::unique_lock<std::mutex> hold(mu_);
    changed_.wait(hold, [this] { return stop_ || !ops_.empty(); });
    return take(hold);
  }
  int with_while() {
    std::unique_lock<std::mutex> hold(mu_);
    while (ops_.empty() && !stop_)
      changed_.wait(hold);
    return take(hold);
  }
  int with_for() {
    std::unique_lock<std::mutex> hold(mu_);
    for (;;) {
      if (stop_) return -1;
      if (!ops_.empty()) return take(hold);
      changed_.wait(hold);
    }
  }
  /// The proxy thread's way: one wait at most, and the loop around it copes with an empty list.
  void drain() {
    while (!finished()) {
      park();
      std::unique_lock<std::mutex> hold(mu_);
      if (!ops_.empty()) ops_.pop_front();
    }
  }

private:
  void park() {
    std::unique_lock<std::mutex> hold(mu_);
    if (ops_.empty() && !stop_) changed_.wait(hold);
  }
  bool finished() {
    std::lock_guard<std::mutex> hold(mu_);
    return stop_ && ops_.empty();
  }
  int take(std::unique_lock<std::mutex>&) {
    if (ops_.empty()) return -1;
    const int op = ops_.front();
    ops_.pop_front();
    return op;
  }
  std::mutex mu_;
  std::condition_variable changed_;
  std::deque<int> ops_;
  bool stop_ = false;
};

int main() {
  Progress progress;
  std::thread worker([&] { progress.drain(); });
  std::thread second([&] { progress.with_while(); });
  std::thread third([&] { progress.with_for(); });
  progress.post(1);
  progress.with_predicate();
  progress.stop();
  worker.join();
  second.join();
  third.join();
}
