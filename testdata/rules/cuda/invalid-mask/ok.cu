// The mask names exactly the lanes of the branch; the last warp is partial and uses the lanes it has.
#include <cstdio>

__global__ void half(float* data, int n) {
  float v = data[threadIdx.x];
  const unsigned mask = __ballot_sync(0xffffffffu, threadIdx.x < 16);
  if (threadIdx.x < 16) v += __shfl_xor_sync(mask, v, 1);
  v += __shfl_down_sync(0xffffffffu, v, 4, 8);
  data[threadIdx.x] = v;
}

int main() {
  float* data;
  cudaMalloc(&data, 64 * sizeof(float));
  cudaMemset(data, 0, 64 * sizeof(float));
  half<<<1, 64>>>(data, 64);
  return cudaDeviceSynchronize() == cudaSuccess ? 0 : 1;
}
