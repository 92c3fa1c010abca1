#include <cstddef>
#include <thread>
#include <vector>

void fill(std::vector<float>& out, std::size_t row, std::size_t width) {
  for (std::size_t c = 0; c < width; ++c) out[row * width + c] = 1.0f;
}

int main() {
  std::vector<float> out(4 * 8);
  std::vector<std::thread> workers;
  for (std::size_t row = 0; row < 4; ++row) workers.emplace_back([&out, row] { fill(out, row, 8); });
  for (auto& w : workers) w.join();
  return out[0] > 2.0f;
}
