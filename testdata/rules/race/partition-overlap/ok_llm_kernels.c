// flags: -fopenmp
/* Kernels of a transformer on the CPU; every iteration owns the rows it writes. */
#include <math.h>
#include <string.h>

extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);

void matmul(float *out, const float *inp, const float *weight, const float *bias, int B, int T, int C, int OC) {
#pragma omp parallel for collapse(2)
  for (int b = 0; b < B; b++) {
    for (int t = 0; t < T; t++) {
      float *out_bt = out + b * T * OC + t * OC;
      const float *inp_bt = inp + b * T * C + t * C;
      for (int o = 0; o < OC; o++) {
        float val = bias[o];
        for (int i = 0; i < C; i++)
          val += inp_bt[i] * weight[o * C + i];
        out_bt[o] = val;
      }
    }
  }
}

void softmax(float *probs, const float *logits, int N, int V) {
#pragma omp parallel for
  for (int n = 0; n < N; n++) {
    const float *row = logits + n * V;
    float *out = probs + n * V;
    float maxval = -10000.0f, sum = 0.0f;
    for (int i = 0; i < V; i++)
      if (row[i] > maxval) maxval = row[i];
    for (int i = 0; i < V; i++) {
      out[i] = expf(row[i] - maxval);
      sum += out[i];
    }
    for (int i = 0; i < V; i++)
      out[i] /= sum;
  }
}

void layernorm(float *out, float *mean, const float *inp, int N, int C) {
#pragma omp parallel for schedule(static)
  for (int n = 0; n < N; n++) {
    float m = 0.0f;
    for (int i = 0; i < C; i++)
      m += inp[n * C + i];
    m /= C;
    mean[n] = m;
    for (int i = 0; i < C; i++)
      out[n * C + i] = inp[n * C + i] - m;
  }
}

void rope(float *x, const float *cosines, const float *sines, int heads, int half) {
#pragma omp parallel for
  for (int h = 0; h < heads; h++)
    for (int i = 0; i < half; i++) {
      float *head = x + h * (2 * half);
      const float a = head[2 * i], b = head[2 * i + 1];
      head[2 * i] = a * cosines[i] - b * sines[i];
      head[2 * i + 1] = a * sines[i] + b * cosines[i];
    }
}

float loss(const float *losses, int n) {
  float mean = 0.0f;
#pragma omp parallel for reduction(+ : mean)
  for (int i = 0; i < n; i++)
    mean += losses[i];
  return mean / n;
}

void adam(float *w, float *m, float *v, const float *g, long n, float rate) {
#pragma omp parallel for simd
  for (long i = 0; i < n; i++) {
    m[i] = 0.9f * m[i] + 0.1f * g[i];
    v[i] = 0.99f * v[i] + 0.01f * g[i] * g[i];
    w[i] -= rate * m[i] / (sqrtf(v[i]) + 1e-8f);
  }
}

void histogram(int *counts, const int *tokens, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; i++) {
#pragma omp atomic
    counts[tokens[i]]++;
  }
}

void page_copy(float *pages, const float *keys, int n, int width) {
#pragma omp parallel for
  for (int p = 0; p < n; p++)
    memcpy(pages + p * width, keys + p * width, width * sizeof(float));
}
