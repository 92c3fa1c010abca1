// A cache sender's readiness is written under the map's mutex, but its waiter sleeps under another one.
#include <condition_variable>
#include <mutex>
#include <thread>

class CacheSender {
public:
  void mark_ready(int request) {
    {
      std::lock_guard<std::mutex> hold(map_mu_);
      ready_ = request; // expect: condvar/state-outside-mutex
    }
    sent_.notify_all();
  }
  void await(int request) {
    std::unique_lock<std::mutex> hold(send_mu_);
    while (ready_ != request)
      sent_.wait(hold);
  }

private:
  std::mutex map_mu_, send_mu_;
  std::condition_variable sent_;
  int ready_ = 0;
};

int main() {
  CacheSender sender;
  std::thread waiter([&] { sender.await(7); });
  sender.mark_ready(7);
  waiter.join();
}
