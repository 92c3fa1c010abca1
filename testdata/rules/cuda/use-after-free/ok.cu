// Freed in stream order after the last use.
#include <cstdio>

__global__ void fill(float* data) { data[threadIdx.x] = 1.0f; }

int main() {
  float* data;
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  cudaMallocAsync(&data, 64 * sizeof(float), stream);
  fill<<<1, 64, 0, stream>>>(data);
  cudaFreeAsync(data, stream);
  cudaStreamSynchronize(stream);
  cudaStreamDestroy(stream);
  return 0;
}
