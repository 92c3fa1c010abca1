// A connection's destructor waits until the progress engine closed it; the engine notifies after unlocking.
#include <condition_variable>
#include <mutex>
#include <thread>

class Pair {
public:
  ~Pair() {
    std::unique_lock<std::mutex> hold(mu_);
    while (!closed_)
      changed_.wait(hold);
  }
  void on_close() {
    std::unique_lock<std::mutex> hold(mu_);
    closed_ = true;
    hold.unlock();
    changed_.notify_all(); // expect: condvar/notify-then-destroy
  }

private:
  std::mutex mu_;
  std::condition_variable changed_;
  bool closed_ = false;
};

int main() {
  std::thread engine;
  {
    Pair pair;
    engine = std::thread([&] { pair.on_close(); });
  }
  engine.join();
}
