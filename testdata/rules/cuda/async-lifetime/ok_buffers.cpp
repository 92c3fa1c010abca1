// Synchronised first, kept by a member, handed to the caller, freed in stream order, or copied by the call itself.
#include <cuda_runtime.h>

#include <cstdlib>
#include <memory>
#include <vector>

#define CHECK(call)                                                                                                    \
  do {                                                                                                                 \
    cudaError_t error = (call);                                                                                        \
    if (error != cudaSuccess) return error;                                                                            \
  } while (0)

cudaError_t upload(float* device, int n, cudaStream_t stream) {
  std::vector<float> staging(n, 1.0f);
  CHECK(cudaMemcpyAsync(device, staging.data(), n * sizeof(float), cudaMemcpyHostToDevice, stream));
  CHECK(cudaStreamSynchronize(stream));
  return cudaSuccess;
}

std::vector<float> download(const float* device, int n, cudaStream_t stream) {
  std::vector<float> out(n);
  cudaMemcpyAsync(out.data(), device, n * sizeof(float), cudaMemcpyDeviceToHost, stream);
  return out;
}

void blocking_copy(float* device) {
  std::vector<float> staging(64);
  cudaMemcpy(device, staging.data(), 256, cudaMemcpyHostToDevice);
}

void freed_in_order() {
  cudaStream_t work;
  float* scratch;
  cudaStreamCreate(&work);
  cudaMallocAsync(&scratch, 4096, work);
  cudaMemsetAsync(scratch, 0, 4096, work);
  cudaFreeAsync(scratch, work);
}

void freed_after_wait() {
  cudaStream_t work;
  float* scratch;
  cudaStreamCreate(&work);
  cudaMalloc(&scratch, 4096);
  cudaMemsetAsync(scratch, 0, 4096, work);
  cudaFree(scratch);
}

void batches(float* device, int rounds) {
  float* pinned;
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  cudaMallocHost(&pinned, 4096);
  for (int i = 0; i < rounds; ++i) {
    pinned[0] = i;
    cudaMemcpyAsync(device, pinned, 4096, cudaMemcpyHostToDevice, stream);
    cudaStreamSynchronize(stream);
  }
  cudaFreeHost(pinned);
}

void two_buffers(float* device, int rounds) {
  float* pinned[2];
  cudaEvent_t used[2];
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  for (int i = 0; i < 2; ++i) {
    cudaMallocHost(&pinned[i], 4096);
    cudaEventCreate(&used[i]);
  }
  for (int i = 0; i < rounds; ++i) {
    cudaEventSynchronize(used[i % 2]);
    pinned[i % 2][0] = i;
    cudaMemcpyAsync(device, pinned[i % 2], 4096, cudaMemcpyHostToDevice, stream);
    cudaEventRecord(used[i % 2], stream);
  }
}

class Uploader {
public:
  void send(cudaStream_t stream) {
    staging_.assign(64, 1.0f);
    cudaMemcpyAsync(device_, staging_.data(), 256, cudaMemcpyHostToDevice, stream);
  }
  void send_and_keep(cudaStream_t stream) {
    std::vector<float> next(64);
    cudaMemcpyAsync(device_, next.data(), 256, cudaMemcpyHostToDevice, stream);
    staging_ = std::move(next);
  }

private:
  std::vector<float> staging_;
  float* device_ = nullptr;
};
