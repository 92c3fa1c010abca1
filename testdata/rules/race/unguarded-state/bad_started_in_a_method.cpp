// A method starts a thread on its own object and goes on working; the object is a caller's local, or new.
#include <future>
#include <memory>
#include <thread>

class Loader {
public:
  void step() {
    thread_ = std::thread([this] { copy_ = epoch_; });
    epoch_++; // expect: race/unguarded-state
    thread_.join();
  }

private:
  std::thread thread_;
  int epoch_ = 0, copy_ = 0;
};

class Prefetcher {
public:
  void prefetch() {
    next_ = std::async(std::launch::async, [this] { return batch_ * 2; }); // expect: race/unguarded-state
  }
  void step() {
    current_ = next_.get();
    prefetch();
    batch_++; // expect: race/unguarded-state
  }

private:
  std::future<int> next_;
  int batch_ = 0, current_ = 0;
};

struct Counts {
  int tokens = 0, lines = 0;
};

void count(Counts& counts) {
  std::thread t([&counts] { counts.tokens++; });
  counts.tokens++; // expect: race/unguarded-state
  t.join();
}

int main() {
  Loader loader;
  loader.step();
  auto prefetcher = std::make_unique<Prefetcher>();
  prefetcher->prefetch();
  prefetcher->step();
  Counts counts;
  count(counts);
}
