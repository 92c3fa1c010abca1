// The last thread violates the assertion.
#include <cassert>

__global__ void check(int limit) {
  assert((int)threadIdx.x < limit); // expect: cuda/device-assert
}

int main() {
  check<<<1, 32>>>(31);
  cudaDeviceSynchronize();
  return 0;
}
