// Streams and buffers are members; the copy waits for the wrong event, the host reads before anything is waited for.
#include <cuda_runtime.h>

class Prefetcher {
public:
  Prefetcher() {
    cudaStreamCreateWithFlags(&copy_, cudaStreamNonBlocking);
    cudaStreamCreateWithFlags(&compute_, cudaStreamNonBlocking);
    cudaEventCreate(&copied_);
    cudaEventCreate(&computed_);
    cudaMalloc(&device_, 4096);
    cudaMalloc(&result_, 4096);
    cudaMallocHost(&host_, 4096);
  }

  void wrong_event() {
    cudaMemcpyAsync(device_, host_, 4096, cudaMemcpyHostToDevice, copy_); // expect: cuda/stream-order
    cudaEventRecord(copied_, copy_);
    cudaStreamWaitEvent(compute_, computed_, 0);
    cudaMemsetAsync(device_, 0, 1024, compute_); // expect: cuda/stream-order
    cudaDeviceSynchronize();
  }

  void recorded_too_early() {
    cudaEventRecord(copied_, copy_);
    cudaMemcpyAsync(device_, host_, 4096, cudaMemcpyHostToDevice, copy_); // expect: cuda/stream-order
    cudaStreamWaitEvent(compute_, copied_, 0);
    cudaMemcpyAsync(result_, device_, 4096, cudaMemcpyDeviceToDevice, compute_); // expect: cuda/stream-order
    cudaDeviceSynchronize();
  }

  float first() {
    cudaMemcpyAsync(host_, device_, 4096, cudaMemcpyDeviceToHost, copy_); // expect: cuda/stream-order
    return host_[0]; // expect: cuda/stream-order
  }

  float waits_for_other_stream() {
    fetch(copy_);
    cudaStreamSynchronize(compute_);
    return host_[0]; // expect: cuda/stream-order
  }

  void default_stream_is_apart() {
    cudaMemsetAsync(device_, 0, 4096, compute_); // expect: cuda/stream-order
    cudaMemcpy(host_, device_, 4096, cudaMemcpyDeviceToHost); // expect: cuda/stream-order
  }

private:
  void fetch(cudaStream_t stream) {
    cudaMemcpyAsync(host_, device_, 4096, cudaMemcpyDeviceToHost, stream); // expect: cuda/stream-order
  }

  cudaStream_t copy_, compute_;
  cudaEvent_t copied_, computed_;
  float *device_, *result_, *host_;
};
