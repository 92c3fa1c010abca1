#include <chrono>
#include <mutex>
#include <string>
#include <thread>

// The program's own functions, with names of the system's.
static bool connect(const std::string& host) { return !host.empty(); }
int accept(int fd) { return fd + 1; }

class Session {
public:
  bool open(const std::string& host) {
    std::lock_guard<std::mutex> hold(mu_);
    return open_ = connect(host) && accept(3) > 0;
  }
  void pace() {
    std::lock_guard<std::mutex> hold(mu_);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  bool is_open() {
    std::lock_guard<std::mutex> hold(mu_);
    return open_;
  }

private:
  std::mutex mu_;
  bool open_ = false;
};
