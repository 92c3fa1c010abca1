#include <chrono>
#include <mutex>
#include <poll.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>

class Listener {
public:
  int next() {
    std::lock_guard<std::mutex> hold(mu_);
    return accept(socket_, nullptr, nullptr); // expect: deadlock/blocking-under-lock
  }
  void idle(pollfd* fds) {
    std::lock_guard<std::mutex> hold(mu_);
    poll(fds, 1, -1); // expect: deadlock/blocking-under-lock
  }
  void back_off() {
    std::lock_guard<std::mutex> hold(mu_);
    std::this_thread::sleep_for(std::chrono::seconds(5)); // expect: deadlock/blocking-under-lock
  }
  int run() {
    std::lock_guard<std::mutex> hold(mu_);
    int status = 0;
    waitpid(child_, &status, 0); // expect: deadlock/blocking-under-lock
    return status;
  }
  void close() {
    std::lock_guard<std::mutex> hold(mu_);
    socket_ = -1;
  }

private:
  std::mutex mu_;
  int socket_ = -1;
  pid_t child_ = 0;
};
