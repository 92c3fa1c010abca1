// Settings of an object are made before its thread is started; that the setters are public says nothing else.
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

class Stream {
public:
  ~Stream() { stop(); }
  void on_message(std::function<void(const std::string&)> handler) { on_message_ = std::move(handler); }
  void set_interval(int ms) { interval_ms_ = ms; }

  void start() {
    running_ = true;
    thread_ = std::thread([this] {
      while (running_) {
        on_message_("tick");
        std::this_thread::sleep_for(std::chrono::milliseconds(interval_ms_));
        std::lock_guard<std::mutex> lock(mutex_);
        ++messages_;
      }
    });
  }
  void stop() {
    running_ = false;
    if (thread_.joinable()) thread_.join();
  }
  int messages() {
    std::lock_guard<std::mutex> lock(mutex_);
    return messages_;
  }

private:
  std::function<void(const std::string&)> on_message_;
  int interval_ms_ = 10;
  std::atomic<bool> running_{false};
  std::mutex mutex_;
  int messages_ = 0;
  std::thread thread_;
};
