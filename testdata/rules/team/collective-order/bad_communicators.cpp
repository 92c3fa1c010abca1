// Two communicators in opposite order, and a group that one way out leaves open.
#include <cuda_runtime.h>
#include <nccl.h>

#include <thread>

ncclComm_t tensor_parallel, pipeline;
float *a, *b;

void forward(cudaStream_t stream) {
  ncclAllReduce(a, a, 64, ncclFloat, ncclSum, tensor_parallel, stream); // expect: team/collective-order
  ncclAllReduce(b, b, 64, ncclFloat, ncclSum, pipeline, stream); // expect: team/collective-order
}

void backward(cudaStream_t stream) {
  ncclAllReduce(b, b, 64, ncclFloat, ncclSum, pipeline, stream); // expect: team/collective-order
  ncclAllReduce(a, a, 64, ncclFloat, ncclSum, tensor_parallel, stream); // expect: team/collective-order
}

void exchange(int peers, cudaStream_t stream) {
  ncclGroupStart(); // expect: team/collective-order
  if (peers == 0) return;
  for (int i = 0; i < peers; ++i)
    ncclSend(a, 64, ncclFloat, i, pipeline, stream);
  ncclGroupEnd();
}

int main() {
  cudaStream_t s, t;
  cudaStreamCreate(&s);
  cudaStreamCreate(&t);
  std::thread other(backward, t);
  forward(s);
  other.join();
}
