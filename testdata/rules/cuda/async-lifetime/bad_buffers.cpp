// The source of a copy dies with the function, the pinned buffer is filled again too early, memory is freed on another stream.
#include <cuda_runtime.h>

#include <cstdlib>
#include <vector>

void upload(float* device, int n, cudaStream_t stream) {
  std::vector<float> staging(n, 1.0f);
  cudaMemcpyAsync(device, staging.data(), n * sizeof(float), cudaMemcpyHostToDevice, stream); // expect: cuda/async-lifetime
}

void counters(unsigned* device, cudaStream_t stream) {
  unsigned zero[4] = {0, 0, 0, 0};
  cudaMemcpyAsync(device, zero, sizeof zero, cudaMemcpyHostToDevice, stream); // expect: cuda/async-lifetime
}

void batches(float* device, int rounds) {
  float* pinned;
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  cudaMallocHost(&pinned, 4096);
  for (int i = 0; i < rounds; ++i) {
    for (int k = 0; k < 1024; ++k)
      pinned[k] = i * k; // expect: cuda/async-lifetime
    cudaMemcpyAsync(device, pinned, 4096, cudaMemcpyHostToDevice, stream); // expect: cuda/async-lifetime
  }
  cudaStreamSynchronize(stream);
}

void freed_on_other_stream() {
  cudaStream_t work, clean;
  float* scratch;
  cudaStreamCreate(&work);
  cudaStreamCreate(&clean);
  cudaMallocAsync(&scratch, 4096, work);
  cudaMemsetAsync(scratch, 0, 4096, work); // expect: cuda/async-lifetime
  cudaFreeAsync(scratch, clean); // expect: cuda/async-lifetime
  cudaDeviceSynchronize();
}

void freed_by_the_host(float* device, cudaStream_t stream) {
  float* staging = static_cast<float*>(std::malloc(4096));
  staging[0] = 1.0f;
  cudaMemcpyAsync(device, staging, 4096, cudaMemcpyHostToDevice, stream); // expect: cuda/async-lifetime
  std::free(staging); // expect: cuda/async-lifetime
}
