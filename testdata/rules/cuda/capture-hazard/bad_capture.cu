// Allocation, waiting, a synchronous copy and the default stream during capture; another thread allocates meanwhile.
#include <thread>

__global__ void step(float* x) { x[threadIdx.x] += 1.0f; }

void wait_for_results(cudaStream_t stream) {
  cudaStreamSynchronize(stream); // expect: cuda/capture-hazard
}

void record(float* x, float* host) {
  cudaStream_t stream;
  cudaStreamCreate(&stream);
  cudaGraph_t graph;
  float* scratch;
  cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal); // expect: cuda/capture-hazard
  cudaMalloc(&scratch, 1024); // expect: cuda/capture-hazard
  step<<<1, 32, 0, stream>>>(x);
  step<<<1, 32>>>(x); // expect: cuda/capture-hazard
  cudaMemcpy(host, x, 128, cudaMemcpyDeviceToHost); // expect: cuda/capture-hazard
  cudaDeviceSynchronize(); // expect: cuda/capture-hazard
  wait_for_results(stream);
  cudaStreamEndCapture(stream, &graph);
}

float* buffer;

void other_thread() {
  cudaMalloc(&buffer, 1024); // expect: cuda/capture-hazard
}

int main() {
  cudaStream_t stream;
  cudaGraph_t graph;
  cudaStreamCreate(&stream);
  std::thread loader(other_thread);
  cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal); // expect: cuda/capture-hazard
  cudaStreamEndCapture(stream, &graph);
  loader.join();
  return 0;
}
