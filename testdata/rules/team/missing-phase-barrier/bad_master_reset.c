// flags: -fopenmp
/* `master` has no barrier at its end: other threads may still see the old step. */
void step(int *done, int n) {
  int limit = 0;
#pragma omp parallel shared(limit)
  {
#pragma omp master
    limit = n / 2; // expect: team/missing-phase-barrier
    if (limit > 3) {
#pragma omp atomic
      done[0]++;
    }
  }
}
