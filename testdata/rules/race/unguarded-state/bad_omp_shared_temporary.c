// flags: -fopenmp
/* The scale of a row is kept in a variable of the whole region. */
void quantise(signed char *q, const float *x, float *scales, int rows, int width) {
  float scale;
#pragma omp parallel for
  for (int r = 0; r < rows; r++) {
    scale = x[r * width] / 127.0f; // expect: race/unguarded-state
    scales[r] = scale;
    for (int i = 0; i < width; i++)
      q[r * width + i] = (signed char)(x[r * width + i] / scale);
  }
}
