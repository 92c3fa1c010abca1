// Row ranges of worker threads: one element too many, an end that is included, a carry into the next slice.
#include <algorithm>
#include <thread>
#include <vector>

void scale(std::vector<float>& rows, int n, int workers) {
  std::vector<std::thread> pool;
  const int chunk = n / workers;
  for (int t = 0; t < workers; ++t) {
    const int begin = t * chunk;
    const int end = begin + chunk + 1;
    pool.emplace_back([&rows, begin, end] {
      for (int i = begin; i < end; ++i)
        rows[i] *= 2.0f; // expect: race/partition-overlap
    });
  }
  for (auto& p : pool)
    p.join();
}

void offsets(int* out, const int* lengths, int n, int workers) {
  std::vector<std::thread> pool;
  const int chunk = (n + workers - 1) / workers;
  for (int t = 0; t < workers; ++t)
    pool.emplace_back([=] {
      for (int i = t * chunk; i <= (t + 1) * chunk && i < n; ++i)
        out[i] = lengths[i]; // expect: race/partition-overlap
    });
  for (auto& p : pool)
    p.join();
}

void smooth(float* x, int n, int workers) {
  std::thread pool[8];
  const int chunk = n / 8;
  for (int t = 0; t < 8; ++t) {
    pool[t] = std::thread([=] {
      for (int i = t * chunk; i < (t + 1) * chunk; ++i)
        x[i + 1] += x[i]; // expect: race/partition-overlap
    });
  }
  for (auto& p : pool)
    p.join();
}
