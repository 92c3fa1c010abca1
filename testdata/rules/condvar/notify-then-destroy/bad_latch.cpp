// A home-made latch is fine by itself, but it lives on the waiter's stack and notifies unlocked.
#include <condition_variable>
#include <mutex>
#include <thread>

class Latch {
public:
  explicit Latch(int n) : left_(n) {}
  void arrive() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      --left_;
    }
    zero_.notify_all(); // expect: condvar/notify-then-destroy
  }
  void wait() {
    std::unique_lock<std::mutex> hold(mu_);
    zero_.wait(hold, [this] { return left_ == 0; });
  }

private:
  std::mutex mu_;
  std::condition_variable zero_;
  int left_;
};

void prefill() {
  Latch latch(2);
  std::thread([&] { latch.arrive(); }).detach();
  std::thread([&] { latch.arrive(); }).detach();
  latch.wait();
}

int main() { prefill(); }
