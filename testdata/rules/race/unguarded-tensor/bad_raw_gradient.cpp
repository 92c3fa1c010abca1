#include <memory>
#include <thread>
#include <vector>

std::unique_ptr<float[]> grad(new float[16]);

void accumulate() {
  for (int i = 0; i < 16; ++i)
    grad[i] += 1.0f; // expect: race/unguarded-tensor
}

int main() {
  std::vector<std::thread> workers;
  for (int w = 0; w < 2; ++w) workers.emplace_back(accumulate);
  for (auto& w : workers) w.join();
}
