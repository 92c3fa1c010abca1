// flags: -fopenmp
/* Phases that a barrier separates, or that touch different data. */
void normalise(float *x, float *norm, int n) {
#pragma omp parallel
  {
#pragma omp for
    for (int i = 0; i < n; i++)
      norm[i] = x[i] * x[i];
#pragma omp for
    for (int i = 0; i < n - 1; i++)
      x[i] = norm[i] + norm[i + 1];
  }
}

void two_outputs(float *a, float *b, int n) {
#pragma omp parallel
  {
#pragma omp for nowait
    for (int i = 0; i < n; i++)
      a[i] = 0.0f;
#pragma omp for
    for (int i = 0; i < n; i++)
      b[i] = 1.0f;
  }
}

void same_schedule(float *a, int n) {
#pragma omp parallel
  {
#pragma omp for schedule(static) nowait
    for (int i = 0; i < n; i++)
      a[i] = 0.0f;
#pragma omp for schedule(static)
    for (int i = 0; i < n; i++)
      a[i] += 1.0f;
  }
}

int chosen(int n) {
  int limit = 0, seen = 0;
#pragma omp parallel shared(limit)
  {
#pragma omp single
    limit = n / 2;
    if (limit > 3) {
#pragma omp atomic
      seen++;
    }
  }
  return seen;
}
