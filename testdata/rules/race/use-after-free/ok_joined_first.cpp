// burler: engine tsan
#include <thread>

struct Batch {
  int tokens[64] = {};
};

int main() {
  auto* batch = new Batch;
  std::thread worker([=] {
    volatile int sum = 0;
    sum = sum + batch->tokens[3];
  });
  worker.join();
  delete batch;
}
