// The language side: function spaces, vector types, built-in variables, device functions.
#pragma once

#define __constant__ __attribute__((constant))
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __host__ __attribute__((host))
#define __shared__ __attribute__((shared))
#define __managed__ __attribute__((managed))
#define __grid_constant__
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#define __forceinline__ __inline__ __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __align__(n) __attribute__((aligned(n)))
#define __cluster_dims__(...)
#define __builtin_align__(n) __align__(n)

// The C library's functions may be called on both sides.
// The C library's own headers, not the C++ library's wrappers, which bring host-only templates.
#pragma clang force_cuda_host_device begin
#define _GLIBCXX_INCLUDE_NEXT_C_HEADERS
#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#undef _GLIBCXX_INCLUDE_NEXT_C_HEADERS
#pragma clang force_cuda_host_device end

#include "burler_cuda_types.h"

#define BURLER_VECTOR(type, name)                                                                                      \
  struct name##1 { type x; };                                                                                          \
  struct __align__(2 * sizeof(type)) name##2 { type x, y; };                                                           \
  struct name##3 { type x, y, z; };                                                                                    \
  struct __align__(4 * sizeof(type) > 16 ? 16 : 4 * sizeof(type)) name##4 { type x, y, z, w; };                        \
  __host__ __device__ name##1 make_##name##1(type x);                                                                  \
  __host__ __device__ name##2 make_##name##2(type x, type y);                                                          \
  __host__ __device__ name##3 make_##name##3(type x, type y, type z);                                                  \
  __host__ __device__ name##4 make_##name##4(type x, type y, type z, type w);
BURLER_VECTOR(signed char, char)
BURLER_VECTOR(unsigned char, uchar)
BURLER_VECTOR(short, short)
BURLER_VECTOR(unsigned short, ushort)
BURLER_VECTOR(int, int)
BURLER_VECTOR(unsigned int, uint)
BURLER_VECTOR(long, long)
BURLER_VECTOR(unsigned long, ulong)
BURLER_VECTOR(long long, longlong)
BURLER_VECTOR(unsigned long long, ulonglong)
BURLER_VECTOR(float, float)
BURLER_VECTOR(double, double)
#undef BURLER_VECTOR

struct dim3 {
  unsigned int x, y, z;
  __host__ __device__ constexpr dim3(unsigned int a = 1, unsigned int b = 1, unsigned int c = 1) : x(a), y(b), z(c) {}
  __host__ __device__ constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
  __host__ __device__ constexpr operator uint3() const { return uint3{x, y, z}; }
};
struct cudaLaunchConfig_t {
  dim3 gridDim, blockDim;
  size_t dynamicSmemBytes;
  cudaStream_t stream;
  void* attrs;
  unsigned int numAttrs;
};
extern const __device__ uint3 threadIdx, blockIdx;
extern const __device__ dim3 blockDim, gridDim;
extern const __device__ int warpSize;

// What Clang calls for kernel<<<grid, block, shared, stream>>>(...).
extern "C" int cudaConfigureCall(dim3 grid, dim3 block, size_t shared = 0, cudaStream_t stream = 0);
extern "C" unsigned __cudaPushCallConfiguration(dim3 grid, dim3 block, size_t shared = 0, cudaStream_t stream = 0);
extern "C" cudaError_t cudaLaunchKernel(const void* kernel, dim3 grid, dim3 block, void** arguments, size_t shared,
                                        cudaStream_t stream);

extern "C" {
__device__ void __syncthreads();
__device__ int __syncthreads_count(int predicate);
__device__ int __syncthreads_and(int predicate);
__device__ int __syncthreads_or(int predicate);
__device__ void __syncwarp(unsigned int mask = 0xffffffff);
__device__ void __threadfence();
__device__ void __threadfence_block();
__device__ void __threadfence_system();
__device__ unsigned int __activemask();
__device__ int __all_sync(unsigned int mask, int predicate);
__device__ int __any_sync(unsigned int mask, int predicate);
__device__ unsigned int __ballot_sync(unsigned int mask, int predicate);
__device__ void __nanosleep(unsigned int nanoseconds);
__device__ long long clock64();
__device__ void __trap();
}
#define BURLER_ATOMIC(type)                                                                                            \
  __device__ type atomicAdd(type* p, type v);                                                                          \
  __device__ type atomicSub(type* p, type v);                                                                          \
  __device__ type atomicExch(type* p, type v);                                                                         \
  __device__ type atomicMin(type* p, type v);                                                                          \
  __device__ type atomicMax(type* p, type v);                                                                          \
  __device__ type atomicAnd(type* p, type v);                                                                          \
  __device__ type atomicOr(type* p, type v);                                                                           \
  __device__ type atomicXor(type* p, type v);                                                                          \
  __device__ type atomicInc(type* p, type v);                                                                          \
  __device__ type atomicDec(type* p, type v);                                                                          \
  __device__ type atomicCAS(type* p, type c, type v);                                                                  \
  __device__ type atomicAdd_block(type* p, type v);                                                                    \
  __device__ type atomicAdd_system(type* p, type v);
BURLER_ATOMIC(int)
BURLER_ATOMIC(unsigned int)
BURLER_ATOMIC(unsigned long long)
#undef BURLER_ATOMIC
__device__ float atomicAdd(float* p, float v);
__device__ double atomicAdd(double* p, double v);
__device__ float atomicExch(float* p, float v);
template <class T> __device__ T __shfl_sync(unsigned int mask, T v, int lane, int width = 32);
template <class T> __device__ T __shfl_up_sync(unsigned int mask, T v, unsigned int delta, int width = 32);
template <class T> __device__ T __shfl_down_sync(unsigned int mask, T v, unsigned int delta, int width = 32);
template <class T> __device__ T __shfl_xor_sync(unsigned int mask, T v, int lanes, int width = 32);
template <class T> __device__ T __ldg(const T* p);
template <class T> __device__ T __ldcg(const T* p);
template <class T> __device__ void __stcg(T* p, T v);
template <class T> __device__ unsigned int __reduce_add_sync(unsigned int mask, T v);
template <class T> __device__ unsigned int __match_any_sync(unsigned int mask, T v);

__device__ float __fdividef(float x, float y);
__device__ float __frcp_rn(float x);
__device__ float __fsqrt_rn(float x);
__device__ float __fmaf_rn(float x, float y, float z);
__device__ float __fadd_rn(float x, float y);
__device__ float __fmul_rn(float x, float y);
__device__ int __float2int_rn(float x);
__device__ float __int2float_rn(int x);
__device__ float __int_as_float(int x);
__device__ int __float_as_int(float x);
__device__ unsigned int __float_as_uint(float x);
__device__ float __uint_as_float(unsigned int x);
__device__ int __popc(unsigned int x);
__device__ int __popcll(unsigned long long x);
__device__ int __clz(int x);
__device__ int __ffs(int x);
__device__ unsigned int __brev(unsigned int x);
__device__ int __dp4a(int a, int b, int c);
__device__ unsigned int __cvta_generic_to_shared(const void* p);
__host__ __device__ float rsqrtf(float x);
__host__ __device__ float __saturatef(float x);
__host__ __device__ int min(int a, int b);
__host__ __device__ unsigned int min(unsigned int a, unsigned int b);
__host__ __device__ long long min(long long a, long long b);
__host__ __device__ float min(float a, float b);
__host__ __device__ int max(int a, int b);
__host__ __device__ unsigned int max(unsigned int a, unsigned int b);
__host__ __device__ long long max(long long a, long long b);
__host__ __device__ float max(float a, float b);
