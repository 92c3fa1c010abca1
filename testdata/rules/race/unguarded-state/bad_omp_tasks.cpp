// flags: -fopenmp
// Two tasks over the layers add to one statistic; nothing orders them.
struct Stats {
  int layers = 0;
};

void run(float* a, float* b, Stats& stats) {
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(stats)
    {
      a[0] = 1.0f;
      stats.layers += 1; // expect: race/unguarded-state
    }
#pragma omp task shared(stats)
    {
      b[0] = 1.0f;
      stats.layers += 1;
    }
  }
}
