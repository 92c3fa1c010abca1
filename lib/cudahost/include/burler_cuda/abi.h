// What code compiled against these headers calls in the engine (libburler_cudahost). Both sides include this file.
#pragma once
#include "../driver_types.h"

/// One __shared__ declaration in one function instantiation; written by the source rewriter, filled in by the engine.
struct burler_shared_site {
  const char* name;
  const char* file;
  int line;
  size_t size;      ///< 0 for extern __shared__
  size_t alignment; ///< at least the type's
  int dynamic;
  unsigned long long launch; ///< launch for which `offset` holds
  size_t offset;
};

enum burler_symbol_space { burler_space_device, burler_space_constant, burler_space_managed };

enum burler_warp_kind {
  burler_warp_sync, burler_warp_shuffle, burler_warp_vote, burler_warp_match, burler_warp_reduce, burler_warp_active
};

enum burler_atomic_op {
  burler_atomic_add, burler_atomic_min, burler_atomic_max, burler_atomic_inc, burler_atomic_dec, burler_atomic_exchange,
  burler_atomic_compare, burler_atomic_and, burler_atomic_or, burler_atomic_xor, burler_atomic_load, burler_atomic_store
};
enum burler_atomic_type {
  burler_type_i32, burler_type_u32, burler_type_i64, burler_type_u64, burler_type_f32, burler_type_f64,
  burler_type_u16, burler_type_f16, burler_type_bf16, burler_type_f16x2, burler_type_bf16x2, burler_type_u8
};
enum burler_scope { burler_scope_block, burler_scope_device, burler_scope_system };

extern "C" {
#define BURLER_PURE __attribute__((const))
unsigned burler_thread_x() BURLER_PURE;
unsigned burler_thread_y() BURLER_PURE;
unsigned burler_thread_z() BURLER_PURE;
unsigned burler_block_x() BURLER_PURE;
unsigned burler_block_y() BURLER_PURE;
unsigned burler_block_z() BURLER_PURE;
unsigned burler_block_dim_x() BURLER_PURE;
unsigned burler_block_dim_y() BURLER_PURE;
unsigned burler_block_dim_z() BURLER_PURE;
unsigned burler_grid_dim_x() BURLER_PURE;
unsigned burler_grid_dim_y() BURLER_PURE;
unsigned burler_grid_dim_z() BURLER_PURE;
int burler_in_kernel();

/// Runs entry(context) once per thread; accesses to [context, context + size) are launch parameters and never checked.
cudaError_t burler_cuda_launch(dim3 grid, dim3 block, size_t shared, cudaStream_t stream, int cooperative,
                               const char* kernel, void (*entry)(void*), void* context, size_t size);

void* burler_shared_address(burler_shared_site* site);
void burler_register_symbol(const void* address, size_t size, const char* name, int space, const char* file, int line);

/// mode: 0 plain, 1 count, 2 and, 3 or. file and line identify the source barrier, which is what divergence is about.
int burler_syncthreads(int mode, int predicate, const char* file, int line);
void burler_grid_sync(const char* file, int line);
/// A warp collective over `mask`: deposits size bytes at `in`; for a shuffle `out` receives the bytes of lane `source`,
/// else `out` (may be null) receives 32 slots of size bytes. Returns the lanes that took part.
unsigned burler_warp(int kind, unsigned mask, const void* in, void* out, unsigned size, int source);
unsigned burler_lane();
void burler_fence(int scope);
unsigned long long burler_atomic(int op, int type, void* p, unsigned long long a, unsigned long long b, int scope);
long long burler_clock();
void burler_trap(const char* what);
void burler_sleep();
}
