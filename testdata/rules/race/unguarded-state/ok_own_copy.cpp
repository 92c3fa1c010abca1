#include <memory>
#include <thread>
#include <vector>

struct Batch {
  std::vector<int> tokens;
};

void consume(std::unique_ptr<Batch> batch) { batch->tokens.push_back(1); }

int main() {
  auto batch = std::make_unique<Batch>();
  batch->tokens.push_back(7);
  std::thread t(consume, std::move(batch));
  std::vector<int> mine = {1, 2};
  std::thread u([mine]() mutable { mine.push_back(3); });
  mine.push_back(4);
  t.join();
  u.join();
}
