// The loader's thread is declared before the queue and the lock it uses: it may lock a mutex that is not there yet.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

class Loader {
public:
  Loader() : thread_([this] { run(); }) {} // expect: thread/started-before-ready
  ~Loader() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      stop_ = true;
    }
    wanted_cv_.notify_all();
    thread_.join();
  }

private:
  void run() {
    std::unique_lock<std::mutex> hold(mu_);
    wanted_cv_.wait(hold, [this] { return stop_ || !wanted_.empty(); });
  }
  std::thread thread_;
  std::mutex mu_;
  std::condition_variable wanted_cv_;
  std::deque<int> wanted_;
  bool stop_ = false;
};

int main() { Loader loader; }
