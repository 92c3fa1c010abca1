// A shard reader is started; when the index is broken the function returns and the joinable thread is destroyed.
#include <thread>
#include <vector>

bool load(const std::vector<int>& index, std::vector<float>& weights) {
  std::thread reader([&weights] { weights.push_back(1.0f); }); // expect: thread/not-joined
  if (index.empty()) return false;
  reader.join();
  return true;
}

int main() {
  std::vector<float> weights;
  return load({1, 2}, weights) ? 0 : 1;
}
