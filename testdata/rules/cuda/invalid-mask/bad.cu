// A full mask inside a branch that only half of the warp takes; the others wait at the barrier.
#include <cstdio>

__global__ void half(float* data) {
  float v = data[threadIdx.x];
  if (threadIdx.x < 16) v += __shfl_xor_sync(0xffffffffu, v, 1); // expect: cuda/invalid-mask
  __syncthreads();
  data[threadIdx.x] = v;
}

int main() {
  float* data;
  cudaMalloc(&data, 32 * sizeof(float));
  cudaMemset(data, 0, 32 * sizeof(float));
  half<<<1, 32>>>(data);
  cudaDeviceSynchronize();
  return 0;
}
