// The pool's destructor joins: after the owner lets the pool go nobody else is there, and the end of the
// owner's scope ends nothing more.
#include <memory>
#include <thread>

class Pool {
public:
  explicit Pool(int& sum) : worker_([&sum] { sum += 1; }) {}
  ~Pool() { worker_.join(); }

private:
  std::thread worker_;
};

class Runner {
public:
  int run() {
    pool_ = std::make_unique<Pool>(sum_);
    pool_.reset();
    return sum_;
  }

private:
  int sum_ = 0;
  std::unique_ptr<Pool> pool_;
};

int main() {
  int sum = 0;
  auto pool = std::make_unique<Pool>(sum);
  pool.reset();
  sum += 2;
  auto again = std::make_unique<Pool>(sum);
  again.reset(nullptr);
  Runner runner;
  return sum + runner.run();
}
