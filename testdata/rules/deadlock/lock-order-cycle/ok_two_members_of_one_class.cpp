// Two queues of one class: the stage holds the lock of its input while it writes to its output, and the queue's
// own lock is never held while it calls the stage.
#include <mutex>

class Queue {
public:
  void push(int v) {
    std::lock_guard<std::mutex> l(mu);
    last_ = v;
  }
  std::mutex mu;

private:
  int last_ = 0;
};

class Stage {
public:
  void forward() {
    std::lock_guard<std::mutex> l(in_.mu);
    std::lock_guard<std::mutex> s(mu_);
    ++count_;
  }
  void emit(int v) {
    std::lock_guard<std::mutex> s(mu_);
    out_.push(v);
  }

private:
  std::mutex mu_;
  int count_ = 0;
  Queue in_, out_;
};
