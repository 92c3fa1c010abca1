// The flag that ends the metrics thread is declared and tested, but no line sets it.
#include <atomic>
#include <thread>

class Metrics {
public:
  void start() { thread_ = std::thread([this] { sample(); }); }
  void finish() { thread_.join(); } // expect: thread/no-stop-path
  void sample() {
    while (!finished_.load())
      ++samples_;
  }

private:
  std::atomic<bool> finished_{false};
  std::atomic<long> samples_{0};
  std::thread thread_;
};

int main() {
  Metrics metrics;
  metrics.start();
  metrics.finish();
}
