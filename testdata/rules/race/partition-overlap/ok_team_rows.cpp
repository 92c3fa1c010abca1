// The check uses all parts of the row's number; a bias that nobody writes is read by the column alone; rows
// of others are read after a barrier.
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

static void forward(const Share* share, Tensor* out, const Tensor* in, const Tensor* bias) {
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
      assert(!std::isnan((out->data + i3 * n2 * n1 * size + i2 * n1 * size + i1 * size)[k]));
    for (int k = 0; k < size; ++k)
      assert(!std::isnan((out->data + row * size)[k]));
    out->data[i3 * n2 * n1 * size + i2 * n1 * size + i1 * size] += bias->data[i1];
  }
  share->barrier->arrive_and_wait();
  float sum = 0;
  for (int row = first; row < last; ++row) {
    const int j2 = row / n1;
    const int j1 = row - j2 * n1;
    sum += (out->data + j1 * out->row_size)[j2];
  }
  assert(!std::isnan(sum));
}

void run(Tensor* out, const Tensor* in, const Tensor* bias, int threads) {
  std::barrier<> barrier(threads);
  std::vector<std::thread> team;
  for (int i = 0; i < threads; ++i)
    team.emplace_back([&barrier, out, in, bias, threads, i] {
      const Share share{i, threads, &barrier};
      forward(&share, out, in, bias);
    });
  for (std::thread& t : team)
    t.join();
}
