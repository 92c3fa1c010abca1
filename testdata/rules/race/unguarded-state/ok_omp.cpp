// flags: -fopenmp
#include <mutex>
#include <vector>

extern "C" int omp_get_thread_num(void);

// Tasks over layers in dependence order.
void forward(float* x, int layers) {
#pragma omp parallel
#pragma omp single
  {
    for (int l = 0; l < layers; ++l) {
#pragma omp task depend(inout : x[0])
      x[0] = x[0] * 2.0f;
    }
  }
}

// A shared best, guarded; each thread's best is its own.
int top(const std::vector<int>& scores) {
  int best = 0;
#pragma omp parallel
  {
    int mine = 0;
#pragma omp for nowait
    for (int i = 0; i < 100; ++i)
      if (scores[i] > mine) mine = scores[i];
#pragma omp critical
    if (mine > best) best = mine;
  }
  return best;
}

// A lambda and a guard of the standard library.
int count(const std::vector<int>& tokens) {
  int unknown = 0;
  std::mutex mu;
  auto note = [&](int token) {
    if (token < 0) {
      std::lock_guard<std::mutex> guard(mu);
      ++unknown;
    }
  };
#pragma omp parallel for
  for (int i = 0; i < 100; ++i)
    note(tokens[i]);
  return unknown;
}

// A slot for each thread.
void per_thread(std::vector<float>& sums, const std::vector<float>& x) {
#pragma omp parallel
  {
    const int me = omp_get_thread_num();
    sums[me] = 0.0f;
#pragma omp for
    for (int i = 0; i < 100; ++i)
      sums[me] += x[i];
  }
}
