// The assertion holds for every thread.
#include <cassert>

__global__ void check(int limit) { assert((int)threadIdx.x < limit); }

int main() {
  check<<<1, 32>>>(32);
  return cudaDeviceSynchronize() == cudaSuccess ? 0 : 1;
}
