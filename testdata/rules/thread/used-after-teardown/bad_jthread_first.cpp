// jthread joins by itself, but only after the members declared below it are gone.
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

class Progress {
public:
  Progress() {
    loop_ = std::jthread([this](std::stop_token stop) { // expect: thread/used-after-teardown
      while (!stop.stop_requested())
        step();
    });
  }
  void post(int op) {
    std::lock_guard<std::mutex> hold(mu_);
    pending_.push_back(op);
  }

private:
  void step() {
    std::lock_guard<std::mutex> hold(mu_);
    pending_.clear();
  }
  std::jthread loop_;
  std::mutex mu_;
  std::vector<int> pending_;
};

int main() {
  Progress progress;
  progress.post(1);
}
