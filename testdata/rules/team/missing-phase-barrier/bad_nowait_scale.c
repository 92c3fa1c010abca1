// flags: -fopenmp
/* The norm is read by the second loop while the first, with nowait, is still writing. */
void normalise(float *x, float *norm, int n) {
#pragma omp parallel
  {
#pragma omp for nowait
    for (int i = 0; i < n; i++)
      norm[i] = x[i] * x[i]; // expect: team/missing-phase-barrier
#pragma omp for
    for (int i = 0; i < n - 1; i++)
      x[i] = norm[i] + norm[i + 1];
  }
}
