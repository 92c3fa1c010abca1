#include <thread>
#include <vector>

int main() {
  int loss = 0;
  std::thread worker([&loss] { loss = 1; });
  worker.join();
  loss += 1;
  std::vector<int> parts(4);
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i) pool.emplace_back([&parts, i] { parts[i] = i; });
  for (auto& t : pool) t.join();
  int sum = 0;
  for (int p : parts) sum += p;
  return loss + sum;
}
