// One order, groups, scopes that begin and end groups, failures inside a group.
#include <cuda_runtime.h>
#include <nccl.h>

#include <mutex>
#include <thread>

ncclComm_t tensor_parallel, pipeline;
float *a, *b;
std::mutex launch_mu; // held while a thread starts its operations

#define CHECK(call)                                                                                                    \
  do {                                                                                                                 \
    if ((call) != ncclSuccess) return false;                                                                           \
  } while (0)

void forward(cudaStream_t stream) {
  std::lock_guard<std::mutex> lock(launch_mu);
  ncclAllReduce(a, a, 64, ncclFloat, ncclSum, tensor_parallel, stream);
  ncclAllReduce(b, b, 64, ncclFloat, ncclSum, pipeline, stream);
}

void backward(cudaStream_t stream) {
  std::lock_guard<std::mutex> lock(launch_mu);
  ncclAllReduce(b, b, 64, ncclFloat, ncclSum, pipeline, stream);
  ncclAllReduce(a, a, 64, ncclFloat, ncclSum, tensor_parallel, stream);
}

void together(cudaStream_t stream) {
  ncclGroupStart();
  ncclAllReduce(b, b, 64, ncclFloat, ncclSum, pipeline, stream);
  ncclAllReduce(a, a, 64, ncclFloat, ncclSum, tensor_parallel, stream);
  ncclGroupEnd();
}

bool exchange(int peers, cudaStream_t stream) {
  CHECK(ncclGroupStart());
  for (int i = 0; i < peers; ++i) {
    CHECK(ncclSend(a, 64, ncclFloat, i, pipeline, stream));
    CHECK(ncclRecv(b, 64, ncclFloat, i, pipeline, stream));
  }
  CHECK(ncclGroupEnd());
  return true;
}

class Group {
public:
  Group() { ncclGroupStart(); }
  ~Group() { ncclGroupEnd(); }
};

void scoped(cudaStream_t stream) {
  Group group;
  ncclSend(a, 64, ncclFloat, 0, pipeline, stream);
}

int main() {
  cudaStream_t s, t;
  cudaStreamCreate(&s);
  cudaStreamCreate(&t);
  std::thread other(backward, t);
  forward(s);
  other.join();
}
