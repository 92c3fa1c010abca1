#pragma once

#include "cuda_runtime.h"

namespace cooperative_groups {
struct thread_group {
  __device__ void sync() const;
  __device__ unsigned int thread_rank() const;
  __device__ unsigned int size() const;
  __device__ unsigned int num_threads() const;
};
struct thread_block : thread_group {
  __device__ dim3 group_index() const;
  __device__ dim3 thread_index() const;
  __device__ dim3 group_dim() const;
};
struct grid_group : thread_group {
  __device__ bool is_valid() const;
};
struct coalesced_group : thread_group {};
template <unsigned int Size, class Parent = void> struct thread_block_tile : thread_group {
  template <class T> __device__ T shfl(T v, int lane) const;
  template <class T> __device__ T shfl_down(T v, unsigned int delta) const;
  template <class T> __device__ T shfl_up(T v, unsigned int delta) const;
  template <class T> __device__ T shfl_xor(T v, unsigned int lanes) const;
  __device__ int any(int predicate) const;
  __device__ int all(int predicate) const;
  __device__ unsigned int ballot(int predicate) const;
  __device__ unsigned int meta_group_rank() const;
  __device__ unsigned int meta_group_size() const;
};
__device__ thread_block this_thread_block();
__device__ grid_group this_grid();
__device__ coalesced_group coalesced_threads();
template <unsigned int Size, class Parent> __device__ thread_block_tile<Size, Parent> tiled_partition(const Parent& parent);
template <class Group> __device__ void sync(const Group& group);
} // namespace cooperative_groups
