// Events, synchronisation in wrappers, blocking streams with the default stream, double buffers, streams of unknown origin.
#include <cuda_runtime.h>

#include <utility>
#include <vector>

#define CHECK(call)                                                                                                    \
  do {                                                                                                                 \
    cudaError_t error = (call);                                                                                        \
    if (error != cudaSuccess) return error;                                                                            \
  } while (0)

class Prefetcher {
public:
  Prefetcher() {
    cudaStreamCreateWithFlags(&copy_, cudaStreamNonBlocking);
    cudaStreamCreateWithFlags(&compute_, cudaStreamNonBlocking);
    cudaStreamCreate(&blocking_);
    cudaEventCreate(&copied_);
    cudaMalloc(&device_, 4096);
    cudaMalloc(&result_, 4096);
    cudaMallocHost(&host_, 4096);
    for (auto& s : streams_)
      cudaStreamCreate(&s);
  }

  cudaError_t ordered_by_event() {
    CHECK(cudaMemcpyAsync(device_, host_, 4096, cudaMemcpyHostToDevice, copy_));
    CHECK(cudaEventRecord(copied_, copy_));
    CHECK(cudaStreamWaitEvent(compute_, copied_, 0));
    CHECK(cudaMemcpyAsync(result_, device_, 4096, cudaMemcpyDeviceToDevice, compute_));
    CHECK(cudaStreamSynchronize(compute_));
    host_[0] = 1.0f;
    return cudaSuccess;
  }

  float fetched() {
    cudaMemcpyAsync(host_, device_, 4096, cudaMemcpyDeviceToHost, copy_);
    finish();
    return host_[0];
  }

  float by_event() {
    cudaMemcpyAsync(host_, device_, 4096, cudaMemcpyDeviceToHost, copy_);
    cudaEventRecord(copied_, copy_);
    cudaEventSynchronize(copied_);
    return host_[0];
  }

  float polled() {
    cudaMemcpyAsync(host_, device_, 4096, cudaMemcpyDeviceToHost, copy_);
    while (cudaStreamQuery(copy_) == cudaErrorNotReady) {
    }
    return host_[0];
  }

  void default_stream_waits() {
    cudaMemsetAsync(device_, 0, 4096, blocking_);
    cudaMemcpy(host_, device_, 4096, cudaMemcpyDeviceToHost);
    host_[0] += 1.0f;
    cudaMemset(device_, 0, 4096);
    cudaMemsetAsync(device_, 0, 4096, blocking_);
  }

  void one_stream_per_slice(int n) {
    for (int i = 0; i < n; ++i) {
      cudaMemcpyAsync(device_ + i * 16, host_ + i * 16, 64, cudaMemcpyHostToDevice, streams_[i % 2]);
      cudaMemsetAsync(device_ + i * 16, 0, 64, streams_[i % 2]);
    }
    cudaDeviceSynchronize();
  }

  void both_read(cudaStream_t other) {
    cudaMemcpyAsync(host_, device_, 2048, cudaMemcpyDeviceToHost, copy_);
    cudaMemcpyAsync(result_, device_, 2048, cudaMemcpyDeviceToDevice, compute_);
    cudaMemsetAsync(device_, 0, 16, other);
    cudaDeviceSynchronize();
  }

  void rounds(int n) {
    for (int i = 0; i < n; ++i) {
      cudaMemcpyAsync(device_, host_, 4096, cudaMemcpyHostToDevice, copy_);
      cudaEventRecord(copied_, copy_);
      cudaStreamWaitEvent(compute_, copied_, 0);
      cudaMemsetAsync(result_, 0, 4096, compute_);
      std::swap(device_, result_);
    }
    cudaDeviceSynchronize();
  }

private:
  void finish() { cudaStreamSynchronize(copy_); }

  cudaStream_t copy_, compute_, blocking_;
  cudaStream_t streams_[2];
  cudaEvent_t copied_;
  float *device_, *result_, *host_;
};
