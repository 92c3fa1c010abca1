// The gradients are scaled after the thread that reduced them has ended.
#include <thread>

typedef struct comm_handle* MPI_Comm;
typedef struct type_handle* MPI_Datatype;
typedef struct op_handle* MPI_Op;
extern "C" int MPI_Allreduce(const void* in, void* out, int count, MPI_Datatype type, MPI_Op op,
                             MPI_Comm comm);

float gradients[1024];
float reduced[1024];

void step(MPI_Comm comm, MPI_Datatype type, MPI_Op op) {
  std::thread worker([=] { MPI_Allreduce(gradients, reduced, 1024, type, op, comm); });
  worker.join();
  for (float& each : reduced)
    each *= 0.5f;
}
