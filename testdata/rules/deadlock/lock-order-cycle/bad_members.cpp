#include <mutex>
#include <thread>

class Scheduler {
public:
  void submit() {
    std::lock_guard<std::mutex> g(queue_mu_);
    std::lock_guard<std::mutex> h(model_mu_); // expect: deadlock/lock-order-cycle
    ++jobs_;
  }
  void reload() {
    std::lock_guard<std::mutex> g(model_mu_);
    flush();
  }

private:
  void flush() {
    std::lock_guard<std::mutex> g(queue_mu_); // expect: deadlock/lock-order-cycle
    jobs_ = 0;
  }
  std::mutex queue_mu_, model_mu_;
  int jobs_ = 0;
};

int main() {
  Scheduler s;
  std::thread a([&] { s.submit(); });
  s.reload();
  a.join();
}
