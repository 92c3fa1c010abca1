// Notified under the mutex; or the notifying thread is joined before the condition goes; or it outlives them all.
#include <condition_variable>
#include <mutex>
#include <thread>

void joined() {
  std::mutex mu;
  std::condition_variable finished;
  bool done = false;
  std::thread worker([&] {
    {
      std::lock_guard<std::mutex> hold(mu);
      done = true;
    }
    finished.notify_one();
  });
  {
    std::unique_lock<std::mutex> hold(mu);
    finished.wait(hold, [&] { return done; });
  }
  worker.join();
}

void under_lock() {
  std::mutex mu;
  std::condition_variable finished;
  bool done = false;
  std::thread worker([&] {
    std::lock_guard<std::mutex> hold(mu);
    done = true;
    finished.notify_one();
  });
  worker.detach();
  std::unique_lock<std::mutex> hold(mu);
  finished.wait(hold, [&] { return done; });
}

class Pool {
public:
  Pool() : thread_([this] { run(); }) {}
  ~Pool() {
    {
      std::lock_guard<std::mutex> hold(mu_);
      stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  void drain() {
    std::unique_lock<std::mutex> hold(mu_);
    idle_.wait(hold, [this] { return busy_ == 0; });
  }

private:
  void run() {
    std::unique_lock<std::mutex> hold(mu_);
    wake_.wait(hold, [this] { return stop_; });
    busy_ = 0;
    hold.unlock();
    idle_.notify_all();
  }
  std::mutex mu_;
  std::condition_variable wake_, idle_;
  bool stop_ = false;
  int busy_ = 1;
  std::thread thread_;
};

int main() {
  joined();
  under_lock();
  Pool pool;
}
