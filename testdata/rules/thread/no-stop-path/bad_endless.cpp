// The polling thread of a progress engine never leaves its loop, and the destructor joins it.
#include <atomic>
#include <thread>

class Poller {
public:
  Poller() : thread_([this] { poll(); }) {}
  ~Poller() { thread_.join(); } // expect: thread/no-stop-path

private:
  void poll() {
    for (;;)
      ++polls_;
  }
  std::atomic<long> polls_{0};
  std::thread thread_;
};

int main() { Poller poller; }
