// The owner lets one pool go and takes another: that one still runs.
#include <memory>
#include <thread>

class Pool {
public:
  explicit Pool(int& sum) : worker_([&sum] { sum += 1; }) {} // expect: race/unguarded-state
  ~Pool() { worker_.join(); }

private:
  std::thread worker_;
};

int main() {
  int sum = 0;
  auto pool = std::make_unique<Pool>(sum);
  pool.reset();
  pool = std::make_unique<Pool>(sum);
  sum += 2; // expect: race/unguarded-state
  pool.reset();
  return sum;
}
