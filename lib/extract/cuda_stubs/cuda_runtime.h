#pragma once

#include "burler_cuda_device.h"
#include "cuda_runtime_api.h"

#ifdef __cplusplus
template <class T> cudaError_t cudaMalloc(T** pointer, size_t bytes);
template <class T> cudaError_t cudaMallocHost(T** pointer, size_t bytes, unsigned int flags = 0);
template <class T> cudaError_t cudaHostAlloc(T** pointer, size_t bytes, unsigned int flags);
template <class T> cudaError_t cudaMallocManaged(T** pointer, size_t bytes, unsigned int flags = 1);
template <class T> cudaError_t cudaMallocAsync(T** pointer, size_t bytes, cudaStream_t stream);
template <class T> cudaError_t cudaHostGetDevicePointer(T** device, void* host, unsigned int flags);
template <class T> cudaError_t cudaGetSymbolAddress(void** pointer, const T& symbol);
template <class T>
cudaError_t cudaMemcpyToSymbol(const T& symbol, const void* source, size_t bytes, size_t offset = 0,
                               cudaMemcpyKind kind = cudaMemcpyHostToDevice);
template <class T>
cudaError_t cudaMemcpyFromSymbol(void* target, const T& symbol, size_t bytes, size_t offset = 0,
                                 cudaMemcpyKind kind = cudaMemcpyDeviceToHost);
template <class T> cudaError_t cudaFuncSetAttribute(T* kernel, cudaFuncAttribute attribute, int value);
template <class T> cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, T* kernel);
template <class T> cudaError_t cudaFuncSetCacheConfig(T* kernel, cudaFuncCache config);
template <class T>
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, T kernel, int threads, size_t shared);
template <class T>
cudaError_t cudaOccupancyMaxPotentialBlockSize(int* grid, int* block, T kernel, size_t shared = 0, int limit = 0);
template <class T>
cudaError_t cudaLaunchKernel(const T* kernel, dim3 grid, dim3 block, void** arguments, size_t shared, cudaStream_t stream);
template <class T>
cudaError_t cudaLaunchCooperativeKernel(const T* kernel, dim3 grid, dim3 block, void** arguments, size_t shared = 0,
                                        cudaStream_t stream = nullptr);
template <class... Expected, class... Given>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Expected...), Given&&... arguments);
#endif
