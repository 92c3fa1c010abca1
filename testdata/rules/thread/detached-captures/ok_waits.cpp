// Captured by value, owned together, or waited for by a latch, a condition or a counter.
#include <atomic>
#include <condition_variable>
#include <latch>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

std::atomic<int> sent{0};

void by_value(int n) {
  std::thread([n] { sent += n; }).detach();
}

void with_latch() {
  int sum = 0;
  std::latch finished(1);
  std::thread([&] {
    sum = 1;
    finished.count_down();
  }).detach();
  finished.wait();
}

void with_condition() {
  std::mutex mu;
  std::condition_variable changed;
  bool done = false;
  std::thread([&] {
    std::lock_guard<std::mutex> hold(mu);
    done = true;
    changed.notify_one();
  }).detach();
  std::unique_lock<std::mutex> hold(mu);
  changed.wait(hold, [&] { return done; });
}

void with_counter() {
  std::atomic<int> left{2};
  for (int i = 0; i < 2; ++i)
    std::thread([&left] { --left; }).detach();
  while (left.load() != 0)
    std::this_thread::yield();
}

class Session : public std::enable_shared_from_this<Session> {
public:
  ~Session() { log_.clear(); }
  void run() {
    std::thread([this, keep = shared_from_this()] { log_.push_back(1); }).detach();
  }

private:
  std::vector<int> log_;
};

int main() {
  by_value(1);
  with_latch();
  with_condition();
  with_counter();
  std::make_shared<Session>()->run();
}
