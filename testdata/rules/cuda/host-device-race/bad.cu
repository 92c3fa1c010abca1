// The host reads the managed result without waiting for the kernel.
#include <cstdio>

__global__ void fill(int* data) {
  data[threadIdx.x] = 1; // expect: cuda/host-device-race
}

int main() {
  int* data;
  cudaMallocManaged(&data, 64 * sizeof(int));
  fill<<<1, 64>>>(data);
  printf("%d\n", data[0]); // expect: cuda/host-device-race
  cudaDeviceSynchronize();
  return 0;
}
