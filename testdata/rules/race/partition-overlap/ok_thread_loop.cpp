// Slices that meet but do not overlap, strides, one result a thread, a lock around what is shared, phases.
#include <algorithm>
#include <barrier>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

void scale(std::vector<float>& rows, int n, int workers) {
  std::vector<std::thread> pool;
  const int chunk = (n + workers - 1) / workers;
  for (int t = 0; t < workers; ++t) {
    const int begin = t * chunk;
    const int end = std::min(n, begin + chunk);
    if (begin >= end) break;
    pool.emplace_back([&rows, begin, end] {
      for (int i = begin; i < end; ++i)
        rows[i] *= 2.0f;
    });
  }
  for (auto& p : pool)
    p.join();
}

void strided(float* x, int n, int workers) {
  std::vector<std::thread> pool;
  for (int t = 0; t < workers; ++t)
    pool.push_back(std::thread([=] {
      for (int i = t; i < n; i += workers)
        x[i] += 1.0f;
    }));
  for (auto& p : pool)
    p.join();
}

float sum(const std::vector<float>& x, int workers) {
  std::vector<float> partial(workers);
  std::vector<std::future<void>> tasks;
  for (int t = 0; t < workers; ++t)
    tasks.push_back(std::async(std::launch::async, [&, t] {
      for (std::size_t i = t; i < x.size(); i += workers)
        partial[t] += x[i];
    }));
  for (auto& task : tasks)
    task.get();
  float total = 0;
  for (float p : partial)
    total += p;
  return total;
}

void histogram(const int* tokens, int n, int* counts, int workers) {
  std::mutex mu;
  std::vector<std::thread> pool;
  const int chunk = n / workers;
  for (int t = 0; t < workers; ++t)
    pool.emplace_back([&, t] {
      for (int i = t * chunk; i < (t + 1) * chunk; ++i) {
        std::lock_guard<std::mutex> lock(mu);
        ++counts[tokens[i]];
      }
    });
  for (auto& p : pool)
    p.join();
}

void rows(float* dst, const float* src, int nrows, int ncols, int workers) {
  std::vector<std::thread> pool;
  const int chunk = (nrows + workers - 1) / workers;
  for (int t = 0; t < workers; ++t)
    pool.emplace_back([=] {
      const int first = chunk * t;
      const int last = std::min(first + chunk, nrows);
      for (int r = first; r < last; ++r)
        for (int c = 0; c < ncols; ++c)
          dst[r * ncols + c] = src[r * ncols + c] * 0.5f;
    });
  for (auto& p : pool)
    p.join();
}

void phases(float* x, int n) {
  std::barrier<> all(4);
  std::vector<std::thread> pool;
  for (int t = 0; t < 4; ++t)
    pool.emplace_back([&, t] {
      x[t] = 1.0f;
      all.arrive_and_wait();
      x[(t + 1) % 4] += 1.0f;
    });
  for (auto& p : pool)
    p.join();
}
