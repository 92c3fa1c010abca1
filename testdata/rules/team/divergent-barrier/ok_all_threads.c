// flags: -fopenmp
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);

/* Every thread passes each barrier; the condition on the number of threads is the same for all. */
void decode(float *x, float *y, int steps, int n) {
#pragma omp parallel
  {
    for (int s = 0; s < steps; s++) {
#pragma omp for nowait
      for (int i = 0; i < n; i++)
        y[i] = x[i];
      if (omp_get_num_threads() > 1) {
#pragma omp barrier
      }
#pragma omp barrier
      if (omp_get_thread_num() == 0) x[0] = y[n - 1];
#pragma omp barrier
    }
  }
}
