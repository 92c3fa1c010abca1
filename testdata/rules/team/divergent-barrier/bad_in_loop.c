// flags: -fopenmp
static void sync_team(void) {
#pragma omp barrier // expect: team/divergent-barrier
}

/* Each thread runs its own number of iterations, so the team never meets. */
void layers(float *x, int n) {
#pragma omp parallel
  {
#pragma omp for
    for (int i = 0; i < n; i++) {
      x[i] *= 2.0f;
      sync_team();
    }
  }
}
