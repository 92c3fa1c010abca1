// flags: -fopenmp
// Per-thread scratch rows that overlap: the row is one element too long for its stride.
#include <vector>

extern "C" int omp_get_thread_num(void);

void score_rows(std::vector<float>& scratch, const std::vector<float>& logits, int width) {
#pragma omp parallel num_threads(8)
  {
    const int me = omp_get_thread_num();
    for (int i = 0; i <= 64; ++i)
      scratch[me * 64 + i] = logits[i]; // expect: race/partition-overlap
  }
  (void)width;
}
