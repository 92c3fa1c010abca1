// The grid has more threads than the buffer has elements.
#include <cstdio>

__global__ void twice(float* data) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  data[i] *= 2.0f; // expect: cuda/out-of-bounds
}

int main() {
  float* data;
  cudaMalloc(&data, 100 * sizeof(float));
  cudaMemset(data, 0, 100 * sizeof(float));
  twice<<<2, 64>>>(data);
  cudaDeviceSynchronize();
  return 0;
}
