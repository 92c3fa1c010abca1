// The thread is the last member, or starts in the body, where all members are made; a thread without work at first.
#include <deque>
#include <mutex>
#include <thread>

class Last {
public:
  Last() : limit_(4), thread_([this] { run(); }) {}
  ~Last() { thread_.join(); }

private:
  void run() {
    std::lock_guard<std::mutex> hold(mu_);
    if (queue_.size() < limit_) queue_.push_back(1);
  }
  std::mutex mu_;
  std::deque<int> queue_;
  std::size_t limit_;
  std::thread thread_;
};

class Body {
public:
  Body() { thread_ = std::thread([this] { run(); }); }
  ~Body() { thread_.join(); }

private:
  void run() {
    std::lock_guard<std::mutex> hold(mu_);
    queue_.push_back(2);
  }
  std::thread thread_;
  std::mutex mu_;
  std::deque<int> queue_;
};

int main() {
  Last last;
  Body body;
}
