// flags: -fopenmp
extern int omp_get_thread_num(void);

/* Only thread 0 reaches the barrier: the others wait at the next one, or for ever. */
void load(float *weights, const float *file, int n) {
#pragma omp parallel
  {
    if (omp_get_thread_num() == 0) {
      for (int i = 0; i < n; i++)
        weights[i] = file[i];
#pragma omp barrier // expect: team/divergent-barrier
    }
  }
}
