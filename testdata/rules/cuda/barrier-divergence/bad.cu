// Half of the block waits in the branch, the other half behind it.
#include <cstdio>

__global__ void reduce(float* data) {
  __shared__ float tile[64];
  tile[threadIdx.x] = data[threadIdx.x];
  if (threadIdx.x < 32) {
    __syncthreads(); // expect: cuda/barrier-divergence
    data[threadIdx.x] = tile[threadIdx.x];
  } else {
    __syncthreads(); // expect: cuda/barrier-divergence
  }
}

int main() {
  float* data;
  cudaMalloc(&data, 64 * sizeof(float));
  cudaMemset(data, 0, 64 * sizeof(float));
  reduce<<<1, 64>>>(data);
  cudaDeviceSynchronize();
  return 0;
}
