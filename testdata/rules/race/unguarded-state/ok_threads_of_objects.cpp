// Batchers are made in a loop; each constructor fills its own object before it starts the thread that reads
// it.
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

class Batcher {
public:
  explicit Batcher(int model) : model_(model), stop_(false) {
    largest_ = model_ * 8;
    thread_ = std::thread([this] { run(); });
  }
  ~Batcher() {
    stop_ = true;
    thread_.join();
  }

private:
  void run() {
    int seen = 0;
    while (!stop_)
      seen += largest_ + model_;
    (void)seen;
  }

  int model_;
  int largest_ = 0;
  std::atomic<bool> stop_;
  std::thread thread_;
};

int main() {
  std::vector<std::unique_ptr<Batcher>> batchers;
  for (int model = 0; model < 4; ++model) {
    std::unique_ptr<Batcher> made;
    made.reset(new Batcher(model));
    batchers.push_back(std::move(made));
  }
}
