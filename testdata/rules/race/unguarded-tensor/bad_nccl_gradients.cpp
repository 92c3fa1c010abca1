// One thread scales the gradients while another has them reduced over all ranks.
#include <cstddef>
#include <thread>

typedef struct ncclComm* ncclComm_t;
typedef struct CUstream_st* cudaStream_t;
extern "C" int ncclAllReduce(const void* from, void* to, std::size_t count, int type, int op, ncclComm_t comm,
                             cudaStream_t stream);

float gradients[1024];

void reduce(ncclComm_t comm, cudaStream_t stream) {
  ncclAllReduce(gradients, gradients, 1024, 7, 0, comm, stream); // expect: race/unguarded-tensor
}

void scale(float by) {
  for (int i = 0; i < 1024; ++i)
    gradients[i] *= by;
}

void step(ncclComm_t comm, cudaStream_t stream) {
  std::thread worker([=] { reduce(comm, stream); });
  scale(0.5f);
  worker.join();
}
