// flags: -fopenmp
/* Backward of a linear layer, shared out over the batch: all rows add to the same weight gradient. */
void linear_backward(float *dweight, const float *dout, const float *inp, int B, int C, int OC) {
#pragma omp parallel for
  for (int b = 0; b < B; b++)
    for (int o = 0; o < OC; o++)
      for (int c = 0; c < C; c++)
        dweight[o * C + c] += dout[b * OC + o] * inp[b * C + c]; // expect: race/partition-overlap
}
