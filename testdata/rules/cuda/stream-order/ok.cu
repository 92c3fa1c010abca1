// The copy waits for an event recorded after the kernel; the default stream orders blocking streams by itself.
#include <cstdio>

__global__ void fill(float* data) { data[threadIdx.x] = 1.0f; }

int main() {
  float *data, *host;
  cudaStream_t compute, transfer, blocking;
  cudaEvent_t done;
  cudaStreamCreateWithFlags(&compute, cudaStreamNonBlocking);
  cudaStreamCreateWithFlags(&transfer, cudaStreamNonBlocking);
  cudaStreamCreate(&blocking);
  cudaEventCreate(&done);
  cudaMalloc(&data, 64 * sizeof(float));
  cudaMallocHost(&host, 64 * sizeof(float));
  fill<<<1, 64, 0, compute>>>(data);
  cudaEventRecord(done, compute);
  cudaStreamWaitEvent(transfer, done, 0);
  cudaMemcpyAsync(host, data, 64 * sizeof(float), cudaMemcpyDeviceToHost, transfer);
  cudaStreamSynchronize(transfer);
  fill<<<1, 64, 0, blocking>>>(data);
  fill<<<1, 64>>>(data);
  cudaDeviceSynchronize();
  return host[0] == 1.0f ? 0 : 1;
}
