// The same collectives on both sides, sub-communicators, point to point messages, failures that end all ranks.
#include <mpi.h>

#include <cstdio>
#include <vector>

void both_sides(std::vector<float>& weights) {
  int rank, size;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  if (rank == 0) {
    weights.assign(16, 1.0f);
    MPI_Bcast(weights.data(), 16, MPI_FLOAT, 0, MPI_COMM_WORLD);
  } else {
    MPI_Bcast(weights.data(), 16, MPI_FLOAT, 0, MPI_COMM_WORLD);
  }
  if (size > 1) MPI_Barrier(MPI_COMM_WORLD);
}

void in_place(float* data) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 0)
    MPI_Reduce(MPI_IN_PLACE, data, 8, MPI_FLOAT, MPI_SUM, 0, MPI_COMM_WORLD);
  else
    MPI_Reduce(data, nullptr, 8, MPI_FLOAT, MPI_SUM, 0, MPI_COMM_WORLD);
}

void leaders(float* data) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm group;
  MPI_Comm_split(MPI_COMM_WORLD, rank < 2 ? 0 : 1, rank, &group);
  if (rank < 2) MPI_Allreduce(MPI_IN_PLACE, data, 1, MPI_FLOAT, MPI_SUM, group);
  if (rank == 0) MPI_Send(data, 1, MPI_FLOAT, 1, 0, MPI_COMM_WORLD);
  if (rank == 1) MPI_Recv(data, 1, MPI_FLOAT, 0, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

int checked(float* data) {
  int rank;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 0 && data == nullptr) {
    std::fprintf(stderr, "no data\n");
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
  MPI_Barrier(MPI_COMM_WORLD);
  for (int turn = 0; turn < 4; ++turn) {
    if (turn == rank) std::printf("%d\n", rank);
    MPI_Barrier(MPI_COMM_WORLD);
  }
  return rank == 0 ? 0 : 1;
}
