// The accumulator is never set to zero.
#include <cstdio>

__global__ void count(int* out) {
  __shared__ int total;
  if (threadIdx.x == 0) {
    total += 5; // expect: cuda/uninitialised-shared
    *out = total;
  }
}

int main() {
  int* out;
  cudaMalloc(&out, sizeof(int));
  count<<<1, 32>>>(out);
  cudaDeviceSynchronize();
  return 0;
}
