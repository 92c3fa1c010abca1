// The CUDA runtime for host execution: included first in every translation unit, as nvcc does.
// __device__, __global__, __shared__ and friends become marker words that the source rewriter replaces.
#pragma once
#ifdef __cplusplus
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#endif
#include "cuda_runtime_api.h"
#include "vector_functions.h"

#define __host__
#define __device__ __burler_device__
#define __constant__ __burler_constant__
#define __managed__ __burler_managed__
#define __global__ __burler_global__
#define __shared__ __burler_shared__
#define __launch_bounds__(...)
#define __maxnreg__(...)
#define __cluster_dims__(...)
#define __grid_constant__
#define __forceinline__ inline __attribute__((always_inline))
#define __inline_hint__
#define __align__(n) __attribute__((aligned(n)))
#define __builtin_align__(n) __attribute__((aligned(n)))
#define __nv_pure__
#ifndef __CUDA_RUNTIME_H__
#define __CUDA_RUNTIME_H__
#endif

#ifdef __cplusplus
#include "burler_cuda/device.h"
#include "burler_cuda/launch.h"
#include "burler_cuda/math.h"
#endif
