// A thread held by a pointer, in an object held by a pointer: the destructor joins it before it goes on.
#include <memory>
#include <mutex>
#include <thread>
class Counter {
public:
  Counter() : thread_(std::make_unique<std::thread>([this] { run(); })) {}
  ~Counter() {
    thread_->join();
    count_ = 0;
  }

private:
  void run() {
    std::lock_guard<std::mutex> lock(mutex_);
    count_++;
  }
  std::mutex mutex_;
  int count_ = 0;
  std::unique_ptr<std::thread> thread_;
};
class Model {
public:
  void replace() {
    counter_ = std::make_unique<Counter>();
    counter_ = nullptr;
  }
  void again() { counter_ = std::make_unique<Counter>(); }

private:
  std::unique_ptr<Counter> counter_;
};
int main() {
  Model model;
  model.replace();
  model.again();
  return 0;
}
