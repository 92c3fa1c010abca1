// A worker that is paused and resumed: its handle holds one thread at a time, so two of its lives never meet.
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Log {
public:
  Log() { resume(); }
  ~Log() { pause(); }

  void add(std::string text) {
    std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back(std::move(text));
    ready_.notify_one();
  }

  void resume() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (running_) return;
    running_ = true;
    thread_ = std::thread([this] {
      while (true) {
        {
          std::unique_lock<std::mutex> lock(mutex_);
          ready_.wait(lock, [this] { return !queue_.empty() || !running_; });
          if (queue_.empty()) return;
          current_ = queue_.back();
          queue_.pop_back();
        }
        written_ += current_.size();
      }
    });
  }

  void pause() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!running_) return;
      running_ = false;
      ready_.notify_one();
    }
    thread_.join();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::thread thread_;
  bool running_ = false;
  std::vector<std::string> queue_;
  std::string current_;
  std::size_t written_ = 0;
};

Log& log() {
  static Log one;
  return one;
}

int main() {
  log().add("start");
  log().pause();
  log().resume();
  log().add("end");
}
