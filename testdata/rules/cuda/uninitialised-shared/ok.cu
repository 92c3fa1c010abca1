// Initialised by one thread, published by a barrier, then updated with atomics.
#include <cstdio>

__global__ void count(int* out) {
  __shared__ int total;
  if (threadIdx.x == 0) total = 0;
  __syncthreads();
  atomicAdd(&total, 5);
  __syncthreads();
  if (threadIdx.x == 0) *out = total;
}

int main() {
  int *out, host = 0;
  cudaMalloc(&out, sizeof(int));
  count<<<1, 32>>>(out);
  cudaMemcpy(&host, out, sizeof(int), cudaMemcpyDeviceToHost);
  return host == 160 ? 0 : 1;
}
