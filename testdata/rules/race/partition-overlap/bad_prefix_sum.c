// flags: -fopenmp
/* Cumulative lengths for a packed batch: every iteration reads what the one before it writes. */
void cumulative(int *offsets, const int *lengths, int batch) {
  offsets[0] = 0;
#pragma omp parallel for
  for (int b = 0; b < batch; b++)
    offsets[b + 1] = offsets[b] + lengths[b]; // expect: race/partition-overlap
}
