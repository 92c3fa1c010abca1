// A thin wrapper of a condition variable: the state and the loop are its users'. A timed wait paces a poller.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

class Signal {
public:
  void wait(std::unique_lock<std::mutex>& lock) { cv_.wait(lock); }
  void wake() { cv_.notify_all(); }

private:
  std::condition_variable cv_;
};

class Evictor {
public:
  void run() {
    std::unique_lock<std::mutex> hold(mu_);
    while (!stop_) {
      while (used_ < limit_ && !stop_)
        pressure_.wait(hold);
      used_ = 0;
      pace_.wait_for(hold, std::chrono::milliseconds(10));
    }
  }
  void use(int pages) {
    std::lock_guard<std::mutex> hold(mu_);
    used_ += pages;
    pressure_.wake();
  }
  void stop() {
    std::lock_guard<std::mutex> hold(mu_);
    stop_ = true;
    pressure_.wake();
    pace_.notify_all();
  }

private:
  std::mutex mu_;
  Signal pressure_;
  std::condition_variable pace_;
  int used_ = 0, limit_ = 8;
  bool stop_ = false;
};

int main() {
  Evictor evictor;
  std::thread worker([&] { evictor.run(); });
  evictor.use(9);
  evictor.stop();
  worker.join();
}
