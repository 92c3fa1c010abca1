// As the bad twin, with the work after the join or before the start; each round has an object of its own.
#include <future>
#include <memory>
#include <thread>
#include <vector>

class Loader {
public:
  void step() {
    epoch_++;
    thread_ = std::thread([this] { copy_ = epoch_; });
    thread_.join();
    epoch_++;
  }

private:
  std::thread thread_;
  int epoch_ = 0, copy_ = 0;
};

class Prefetcher {
public:
  void prefetch() {
    next_ = std::async(std::launch::async, [this] { return batch_ * 2; });
  }
  void step() {
    current_ = next_.get();
    batch_++;
    prefetch();
  }

private:
  std::future<int> next_;
  int batch_ = 0, current_ = 0;
};

struct Counts {
  int tokens = 0, lines = 0;
};

void count(Counts& counts, std::vector<std::thread>& threads) {
  counts.lines++;
  threads.emplace_back([&counts] { counts.tokens++; });
}

int main() {
  Loader loader;
  loader.step();
  auto prefetcher = std::make_unique<Prefetcher>();
  prefetcher->prefetch();
  prefetcher->step();
  std::vector<std::unique_ptr<Counts>> all;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    auto counts = std::make_unique<Counts>();
    count(*counts, threads);
    all.push_back(std::move(counts));
  }
  for (auto& t : threads)
    t.join();
}
