// Written by the host before the launch, read after the wait.
#include <cstdio>

__global__ void add(int* data) { data[threadIdx.x] += 1; }

int main() {
  int *data, *pinned;
  cudaMallocManaged(&data, 64 * sizeof(int));
  cudaMallocHost(&pinned, 64 * sizeof(int));
  for (int i = 0; i < 64; i++) data[i] = i;
  add<<<1, 64>>>(data);
  cudaDeviceSynchronize();
  const int first = data[0];
  cudaMemcpy(pinned, data, 64 * sizeof(int), cudaMemcpyDeviceToHost);
  return first == 1 && pinned[5] == 6 ? 0 : 1;
}
