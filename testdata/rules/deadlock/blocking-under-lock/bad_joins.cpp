#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

// The joined thread needs the lock.
class Worker {
public:
  Worker() : thread_([this] { loop(); }) {}
  ~Worker() { stop(); }
  void stop() {
    std::lock_guard<std::mutex> hold(mu_);
    stopping_ = true;
    if (thread_.joinable()) thread_.join(); // expect: deadlock/blocking-under-lock
  }

private:
  void loop() {
    for (;;) {
      std::lock_guard<std::mutex> hold(mu_);
      if (stopping_) return;
    }
  }
  std::mutex mu_;
  bool stopping_ = false;
  std::thread thread_;
};

// Nested monitors: the notifier needs the outer lock.
class Channel {
public:
  int receive() {
    std::lock_guard<std::mutex> outer(outer_);
    std::unique_lock<std::mutex> inner(inner_);
    ready_.wait(inner, [this] { return full_; }); // expect: deadlock/blocking-under-lock
    full_ = false;
    return value_;
  }
  void send(int value) {
    std::lock_guard<std::mutex> outer(outer_);
    std::lock_guard<std::mutex> inner(inner_);
    value_ = value;
    full_ = true;
    ready_.notify_one();
  }

private:
  std::mutex outer_, inner_;
  std::condition_variable ready_;
  bool full_ = false;
  int value_ = 0;
};

// The task needs the lock.
std::mutex total_mu;
int total;

void add(int n) {
  std::lock_guard<std::mutex> hold(total_mu);
  total += n;
}

int main() {
  Worker worker;
  Channel channel;
  std::thread sender([&] { channel.send(1); });
  channel.receive();
  sender.join();
  {
    std::lock_guard<std::mutex> hold(total_mu);
    std::future<void> done = std::async(std::launch::async, [] { add(2); });
    done.get(); // expect: deadlock/blocking-under-lock
  }
  worker.stop();
}
