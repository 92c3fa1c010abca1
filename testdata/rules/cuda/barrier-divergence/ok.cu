// The condition is uniform over the block, so the barrier in the branch is reached by all or none.
#include <cstdio>

__global__ void reduce(float* data, int n) {
  __shared__ float tile[64];
  tile[threadIdx.x] = data[threadIdx.x];
  if (n > 10) __syncthreads();
  for (int width = 32; width > 0; width /= 2) {
    if (threadIdx.x < width) tile[threadIdx.x] += tile[threadIdx.x + width];
    __syncthreads();
  }
  if (threadIdx.x == 0) data[0] = tile[0];
}

int main() {
  float* data;
  cudaMalloc(&data, 64 * sizeof(float));
  cudaMemset(data, 0, 64 * sizeof(float));
  reduce<<<1, 64>>>(data, 64);
  return cudaDeviceSynchronize() == cudaSuccess ? 0 : 1;
}
