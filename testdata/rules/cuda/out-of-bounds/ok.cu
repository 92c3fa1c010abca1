// The tail is guarded; the dynamic shared array is exactly as large as it is used.
#include <cstdio>

__global__ void twice(float* data, int n) {
  extern __shared__ float tile[];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  tile[threadIdx.x] = i < n ? data[i] : 0.0f;
  if (i < n) data[i] = 2.0f * tile[threadIdx.x];
}

int main() {
  float* data;
  cudaMalloc(&data, 100 * sizeof(float));
  cudaMemset(data, 0, 100 * sizeof(float));
  twice<<<2, 64, 64 * sizeof(float)>>>(data, 100);
  return cudaDeviceSynchronize() == cudaSuccess ? 0 : 1;
}
