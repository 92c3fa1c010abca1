// The stop flag of a poller is volatile.
#include <thread>

class Poller {
public:
  Poller() : thread_([this] { run(); }) {}
  void stop() {
    stop_ = true; // expect: atomic/volatile-flag
    thread_.join();
  }

private:
  void run() {
    while (!stop_) // expect: atomic/volatile-flag
      ++polls_;
  }
  volatile bool stop_ = false;
  long polls_ = 0;
  std::thread thread_;
};

int main() {
  Poller poller;
  poller.stop();
}
