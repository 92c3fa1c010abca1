// Each thread of a team has a range of rows of a tensor with three dimensions; the check after the work
// leaves the planes out and looks at rows of the first plane, which belong to other threads.
#include <barrier>
#include <cassert>
#include <cmath>
#include <thread>
#include <vector>

struct Tensor {
  float* data;
  int rows, planes, blocks, row_size;
};

struct Share {
  int number, threads;
  std::barrier<>* barrier;
};

static void activate(int n, float* y, const float* x) {
  for (int i = 0; i < n; ++i)
    y[i] = x[i] / (1.0f + std::exp(-x[i]));
}

static void forward(const Share* share, Tensor* out, const Tensor* in) {
  const int n2 = in->planes, n1 = in->rows;
  const int each = (n1 * n2 * in->blocks + share->threads - 1) / share->threads;
  const int first = each * share->number;
  const int last = first + each;
  for (int row = first; row < last; ++row) {
    const int i3 = row / (n2 * n1);
    const int i2 = (row - i3 * n2 * n1) / n1;
    const int i1 = row - i3 * n2 * n1 - i2 * n1;
    const int size = out->row_size;
    activate(size, out->data + i3 * n2 * n1 * size + i2 * n1 * size + i1 * size,
             in->data + i3 * n2 * n1 * size + i2 * n1 * size + i1 * size);
    for (int k = 0; k < size; ++k)
      assert(!std::isnan((out->data + i1 * size)[k])); // expect: race/partition-overlap
  }
  share->barrier->arrive_and_wait();
}

void run(Tensor* out, const Tensor* in, int threads) {
  std::barrier<> barrier(threads);
  std::vector<std::thread> team;
  for (int i = 0; i < threads; ++i)
    team.emplace_back([&barrier, out, in, threads, i] {
      const Share share{i, threads, &barrier};
      forward(&share, out, in);
    });
  for (std::thread& t : team)
    t.join();
}
