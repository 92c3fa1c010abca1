// The heartbeat of a worker is a member that nothing ever joins.
#include <atomic>
#include <thread>

class Heartbeat {
public:
  void start() {
    beat_ = std::thread([this] { // expect: thread/not-joined
      while (!stop_)
        ++beats_;
    });
  }
  ~Heartbeat() { stop_ = true; }

private:
  std::atomic<bool> stop_{false};
  std::atomic<long> beats_{0};
  std::thread beat_;
};

int main() {
  Heartbeat heartbeat;
  heartbeat.start();
}
