#pragma once

#include "cuda_runtime.h"

struct __half {
  unsigned short bits;
  __half() = default;
  __host__ __device__ __half(float value);
  __host__ __device__ __half(double value);
  __host__ __device__ __half(int value);
  __host__ __device__ operator float() const;
  __host__ __device__ __half& operator+=(const __half& other);
};
struct __half2 {
  __half x, y;
};
typedef __half half;
typedef __half2 half2;
__host__ __device__ float __half2float(__half v);
__host__ __device__ __half __float2half(float v);
__host__ __device__ __half __float2half_rn(float v);
__host__ __device__ float2 __half22float2(__half2 v);
__host__ __device__ __half2 __float22half2_rn(float2 v);
__host__ __device__ __half2 __floats2half2_rn(float a, float b);
__host__ __device__ __half2 __halves2half2(__half a, __half b);
__device__ __half __hadd(__half a, __half b);
__device__ __half __hmul(__half a, __half b);
__device__ __half __hfma(__half a, __half b, __half c);
__device__ __half2 __hadd2(__half2 a, __half2 b);
__device__ __half2 __hmul2(__half2 a, __half2 b);
__device__ __half2 __hfma2(__half2 a, __half2 b, __half2 c);
__device__ __half atomicAdd(__half* p, __half v);
__device__ __half2 atomicAdd(__half2* p, __half2 v);
