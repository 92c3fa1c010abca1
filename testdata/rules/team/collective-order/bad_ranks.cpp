// Collectives that only some ranks come to, early returns, different collectives on the two sides, in a called function.
#include <mpi.h>

#include <vector>

void one_side(std::vector<float>& weights) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 0) {
    MPI_Bcast(weights.data(), 16, MPI_FLOAT, 0, MPI_COMM_WORLD); // expect: team/collective-order
  }
}

int early_return(float* sum) {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank > 3) return 1;
  MPI_Allreduce(MPI_IN_PLACE, sum, 1, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD); // expect: team/collective-order
  return 0;
}

void different(float* data) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 0)
    MPI_Reduce(MPI_IN_PLACE, data, 8, MPI_FLOAT, MPI_SUM, 0, MPI_COMM_WORLD); // expect: team/collective-order
  else
    MPI_Barrier(MPI_COMM_WORLD);
}

class Checkpoint {
public:
  explicit Checkpoint(MPI_Comm comm) : comm_(comm) { MPI_Comm_rank(comm_, &rank_); }
  void save(int steps) {
    for (int i = 0; i < steps; ++i)
      if (rank_ == 0) write(i);
  }

private:
  void write(int step) {
    file_ = step;
    MPI_Barrier(comm_); // expect: team/collective-order
  }
  MPI_Comm comm_;
  int rank_ = 0;
  int file_ = 0;
};
