// The result is copied on another stream than the kernel's, without an event.
#include <cstdio>

__global__ void fill(float* data) {
  data[threadIdx.x] = 1.0f; // expect: cuda/stream-order
}

int main() {
  float *data, *host;
  cudaStream_t compute, transfer;
  cudaStreamCreateWithFlags(&compute, cudaStreamNonBlocking);
  cudaStreamCreateWithFlags(&transfer, cudaStreamNonBlocking);
  cudaMalloc(&data, 64 * sizeof(float));
  cudaMallocHost(&host, 64 * sizeof(float));
  fill<<<1, 64, 0, compute>>>(data);
  cudaMemcpyAsync(host, data, 64 * sizeof(float), cudaMemcpyDeviceToHost, transfer); // expect: cuda/stream-order
  cudaDeviceSynchronize();
  printf("%f\n", host[0]);
  return 0;
}
