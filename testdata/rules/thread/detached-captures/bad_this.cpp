// The sender object may be gone while its detached thread still counts in it.
#include <mutex>
#include <thread>
#include <vector>

class Sender {
public:
  ~Sender() { sent_.clear(); }
  void send(int message) {
    std::thread([this, &message] { // expect: thread/detached-captures
      std::lock_guard<std::mutex> hold(mu_);
      sent_.push_back(message);
    }).detach();
  }
  void ping() {
    std::thread([this] { // expect: thread/detached-captures
      std::lock_guard<std::mutex> hold(mu_);
      sent_.push_back(0);
    }).detach();
  }

private:
  std::mutex mu_;
  std::vector<int> sent_;
};

int main() {
  Sender sender;
  sender.send(1);
  sender.ping();
}
