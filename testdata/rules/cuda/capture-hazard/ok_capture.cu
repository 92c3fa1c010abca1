// Prepared before, waited for afterwards, relaxed or per thread, kept apart by a lock.
#include <mutex>
#include <thread>

__global__ void step(float* x) { x[threadIdx.x] += 1.0f; }

void record(float* x, float* host) {
  cudaStream_t stream, side;
  cudaEvent_t fork, join;
  cudaStreamCreate(&stream);
  cudaStreamCreate(&side);
  cudaEventCreate(&fork);
  cudaEventCreate(&join);
  cudaGraph_t graph;
  float* scratch;
  cudaMalloc(&scratch, 1024);
  cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
  step<<<1, 32, 0, stream>>>(x);
  cudaEventRecord(fork, stream);
  cudaStreamWaitEvent(side, fork, 0);
  cudaMemcpyAsync(host, x, 128, cudaMemcpyDeviceToHost, side);
  cudaEventRecord(join, side);
  cudaStreamWaitEvent(stream, join, 0);
  cudaStreamEndCapture(stream, &graph);
  cudaStreamSynchronize(stream);
  cudaFree(scratch);
}

void relaxed(float* x) {
  cudaStream_t stream;
  float* scratch;
  cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking);
  cudaGraph_t graph;
  cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed);
  cudaMalloc(&scratch, 1024);
  step<<<1, 32, 0, stream>>>(x);
  step<<<1, 32>>>(scratch);
  cudaStreamEndCapture(stream, &graph);
}

std::mutex capture_mu;
float* buffer;

void other_thread() {
  std::lock_guard<std::mutex> lock(capture_mu);
  cudaMalloc(&buffer, 1024);
}

int main() {
  cudaStream_t stream;
  cudaGraph_t graph;
  cudaStreamCreate(&stream);
  std::thread loader(other_thread);
  {
    std::lock_guard<std::mutex> lock(capture_mu);
    cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
    cudaStreamEndCapture(stream, &graph);
  }
  loader.join();
  cudaMalloc(&buffer, 64);
  return 0;
}
