#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

// Waits with its own lock only; joins after the lock is released.
class Queue {
public:
  Queue() : thread_([this] { loop(); }) {}
  ~Queue() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      stopping_ = true;
    }
    ready_.notify_all();
    thread_.join();
  }
  void push(int value) {
    std::unique_lock<std::mutex> hold(mu_);
    space_.wait(hold, [this] { return items_.size() < 10; });
    items_.push(value);
    ready_.notify_one();
  }

private:
  void loop() {
    std::unique_lock<std::mutex> hold(mu_);
    for (;;) {
      ready_.wait(hold, [this] { return stopping_ || !items_.empty(); });
      if (stopping_) return;
      items_.pop();
      space_.notify_one();
    }
  }
  std::mutex mu_;
  std::condition_variable ready_, space_;
  std::queue<int> items_;
  bool stopping_ = false;
  std::thread thread_;
};

// The joined threads do not need the lock that is held.
class Batch {
public:
  void run() {
    std::lock_guard<std::mutex> one_at_a_time(run_mu_);
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i)
      workers.emplace_back([this] {
        std::lock_guard<std::mutex> hold(sum_mu_);
        ++sum_;
      });
    for (std::thread& w : workers)
      w.join();
  }

private:
  std::mutex run_mu_, sum_mu_;
  int sum_ = 0;
};

// A second lock of the notifier's own, taken after the waiter's.
class Gate {
public:
  void open() {
    std::lock_guard<std::mutex> hold(mu_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> hold(mu_);
    while (!open_)
      changed_.wait(hold);
  }
  void poll() {
    std::unique_lock<std::mutex> hold(mu_);
    changed_.wait_for(hold, std::chrono::milliseconds(10), [this] { return open_; });
  }

private:
  std::mutex mu_;
  std::condition_variable changed_;
  bool open_ = false;
};

int main() {
  Queue queue;
  Batch batch;
  Gate gate;
  std::thread other([&] {
    gate.pass();
    batch.run();
  });
  queue.push(1);
  gate.poll();
  gate.open();
  batch.run();
  other.join();
}
