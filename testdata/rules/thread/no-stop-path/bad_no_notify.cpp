// An evictor's destructor sets the flag but wakes nobody: the worker sleeps on.
#include <condition_variable>
#include <mutex>
#include <thread>

class Evictor {
public:
  Evictor() : worker_([this] { run(); }) {}
  ~Evictor() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      stop_ = true;
    }
    worker_.join(); // expect: thread/no-stop-path
  }
  void use(int pages) {
    std::lock_guard<std::mutex> hold(mu_);
    used_ += pages;
    pressure_.notify_one();
  }

private:
  void run() {
    std::unique_lock<std::mutex> hold(mu_);
    while (true) {
      pressure_.wait(hold, [this] { return stop_ || used_ > 100; });
      if (stop_) return;
      used_ = 0;
    }
  }
  std::mutex mu_;
  std::condition_variable pressure_;
  int used_ = 0;
  bool stop_ = false;
  std::thread worker_;
};

int main() {
  Evictor evictor;
  evictor.use(3);
}
