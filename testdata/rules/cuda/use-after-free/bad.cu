// The workspace is freed before the second kernel uses it.
#include <cstdio>

__global__ void fill(float* data) {
  data[threadIdx.x] = 1.0f; // expect: cuda/use-after-free
}

int main() {
  float* data;
  cudaMalloc(&data, 64 * sizeof(float));
  fill<<<1, 64>>>(data);
  cudaFree(data);
  fill<<<1, 64>>>(data);
  cudaDeviceSynchronize();
  return 0;
}
