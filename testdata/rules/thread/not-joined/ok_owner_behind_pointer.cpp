// The handle is a member of an object that is made here and handed on; the object's destructor joins.
#include <memory>
#include <thread>

struct Runner {
  ~Runner() { stop(); }
  void stop() {
    if (thread.joinable()) thread.join();
  }
  void run() {}
  std::thread thread;
};

bool create(std::unique_ptr<Runner>* out) {
  Runner* raw = new Runner();
  std::unique_ptr<Runner> runner(raw);
  runner->thread = std::thread([raw] { raw->run(); });
  out->reset(runner.release());
  return true;
}

int main() {
  std::unique_ptr<Runner> runner;
  return create(&runner) ? 0 : 1;
}
