// The CUDA runtime API implemented by the host execution layer (CUDA Runtime API reference). Operations take
// effect at once and in issue order; what may overlap on a device is kept as vector clocks of streams, events
// and the host.
#pragma once
#include "driver_types.h"

#define CUDART_VERSION 12080
#ifndef CUDARTAPI
#define CUDARTAPI
#endif

#ifdef __cplusplus
extern "C" {
#endif
const char* cudaGetErrorString(cudaError_t error);
const char* cudaGetErrorName(cudaError_t error);
cudaError_t cudaGetLastError(void);
cudaError_t cudaPeekAtLastError(void);

cudaError_t cudaMallocPitch(void** p, size_t* pitch, size_t width, size_t height);
cudaError_t cudaFree(void* p);
cudaError_t cudaFreeHost(void* p);
cudaError_t cudaFreeAsync(void* p, cudaStream_t stream);
cudaError_t cudaHostRegister(void* p, size_t size, unsigned int flags);
cudaError_t cudaHostUnregister(void* p);
cudaError_t cudaMemcpy(void* dst, const void* src, size_t count, enum cudaMemcpyKind kind);
cudaError_t cudaMemset(void* p, int value, size_t count);
cudaError_t cudaMemGetInfo(size_t* free, size_t* total);
cudaError_t cudaPointerGetAttributes(struct cudaPointerAttributes* attributes, const void* p);

cudaError_t cudaStreamCreate(cudaStream_t* stream);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamQuery(cudaStream_t stream);
cudaError_t cudaStreamGetFlags(cudaStream_t stream, unsigned int* flags);
cudaError_t cudaStreamGetPriority(cudaStream_t stream, int* priority);
cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t fn, void* data);
cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t fn, void* data,
                                  unsigned int flags);
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventQuery(cudaEvent_t event);
cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t start, cudaEvent_t end);

cudaError_t cudaDeviceSynchronize(void);
cudaError_t cudaThreadSynchronize(void);
cudaError_t cudaDeviceReset(void);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaGetDevice(int* device);
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp* properties, int device);
cudaError_t cudaDeviceGetAttribute(int* value, enum cudaDeviceAttr attribute, int device);
cudaError_t cudaSetDeviceFlags(unsigned int flags);
cudaError_t cudaDeviceSetLimit(enum cudaLimit limit, size_t value);
cudaError_t cudaDeviceGetLimit(size_t* value, enum cudaLimit limit);
cudaError_t cudaDeviceSetCacheConfig(enum cudaFuncCache config);
cudaError_t cudaDeviceSetSharedMemConfig(enum cudaSharedMemConfig config);
cudaError_t cudaDeviceGetStreamPriorityRange(int* least, int* greatest);
cudaError_t cudaDeviceCanAccessPeer(int* can, int device, int peer);
cudaError_t cudaDeviceEnablePeerAccess(int peer, unsigned int flags);
cudaError_t cudaDeviceGetPCIBusId(char* id, int length, int device);
cudaError_t cudaDriverGetVersion(int* version);
cudaError_t cudaRuntimeGetVersion(int* version);
cudaError_t cudaProfilerStart(void);
cudaError_t cudaProfilerStop(void);

#ifdef __cplusplus
}
extern "C" {
cudaError_t burler_cuda_malloc(void** p, size_t size, const char* name);
cudaError_t burler_cuda_malloc_managed(void** p, size_t size, unsigned int flags, const char* name);
cudaError_t burler_cuda_malloc_host(void** p, size_t size, unsigned int flags, const char* name);
cudaError_t burler_cuda_malloc_async(void** p, size_t size, cudaStream_t stream, const char* name);
cudaError_t cudaMemcpyAsync(void* dst, const void* src, size_t count, enum cudaMemcpyKind kind,
                            cudaStream_t stream = nullptr);
cudaError_t cudaMemcpy2D(void* dst, size_t dpitch, const void* src, size_t spitch, size_t width,
                         size_t height, enum cudaMemcpyKind kind);
cudaError_t cudaMemcpy2DAsync(void* dst, size_t dpitch, const void* src, size_t spitch, size_t width,
                              size_t height, enum cudaMemcpyKind kind, cudaStream_t stream = nullptr);
cudaError_t cudaMemcpyPeer(void* dst, int dst_device, const void* src, int src_device, size_t count);
cudaError_t cudaMemsetAsync(void* p, int value, size_t count, cudaStream_t stream = nullptr);
cudaError_t cudaMemset2D(void* p, size_t pitch, int value, size_t width, size_t height);
cudaError_t cudaMemPrefetchAsync(const void* p, size_t count, int device, cudaStream_t stream = nullptr);
cudaError_t cudaMemAdvise(const void* p, size_t count, enum cudaMemoryAdvise advice, int device);
cudaError_t cudaHostGetDevicePointer(void** device, void* host, unsigned int flags);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned int flags);
cudaError_t cudaStreamCreateWithPriority(cudaStream_t* stream, unsigned int flags, int priority);
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int flags = 0);
cudaError_t cudaStreamAttachMemAsync(cudaStream_t stream, void* p, size_t length = 0, unsigned int flags = 4);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned int flags);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream = nullptr);
cudaError_t burler_cuda_memcpy_to_symbol(const void* symbol, const void* src, size_t count, size_t offset,
                                         enum cudaMemcpyKind kind, cudaStream_t stream, int async);
cudaError_t burler_cuda_memcpy_from_symbol(void* dst, const void* symbol, size_t count, size_t offset,
                                           enum cudaMemcpyKind kind, cudaStream_t stream, int async);
cudaError_t burler_cuda_symbol_address(void** p, const void* symbol);
cudaError_t burler_cuda_func_attributes(struct cudaFuncAttributes* attributes);
cudaError_t burler_cuda_occupancy(int* blocks, int block_size, size_t shared);
}

template <class T> inline cudaError_t cudaMalloc(T** p, size_t size) {
  return burler_cuda_malloc((void**)p, size, "");
}
template <class T> inline cudaError_t cudaMallocManaged(T** p, size_t size, unsigned int flags = 1) {
  return burler_cuda_malloc_managed((void**)p, size, flags, "");
}
template <class T> inline cudaError_t cudaMallocHost(T** p, size_t size, unsigned int flags = 0) {
  return burler_cuda_malloc_host((void**)p, size, flags, "");
}
template <class T> inline cudaError_t cudaHostAlloc(T** p, size_t size, unsigned int flags = 0) {
  return burler_cuda_malloc_host((void**)p, size, flags, "");
}
template <class T> inline cudaError_t cudaMallocAsync(T** p, size_t size, cudaStream_t stream) {
  return burler_cuda_malloc_async((void**)p, size, stream, "");
}
// The macros below hand the spelling of the first argument on, so that reports say `d_logits` and not an
// address.
#define BURLER_NAMED inline __attribute__((always_inline)) cudaError_t
template <class T> BURLER_NAMED burler_named_cudaMalloc(const char* n, T** p, size_t size) {
  return burler_cuda_malloc((void**)p, size, n);
}
template <class T>
BURLER_NAMED burler_named_cudaMallocManaged(const char* n, T** p, size_t size, unsigned int f = 1) {
  return burler_cuda_malloc_managed((void**)p, size, f, n);
}
template <class T>
BURLER_NAMED burler_named_cudaMallocHost(const char* n, T** p, size_t size, unsigned int f = 0) {
  return burler_cuda_malloc_host((void**)p, size, f, n);
}
template <class T>
BURLER_NAMED burler_named_cudaMallocAsync(const char* n, T** p, size_t size, cudaStream_t s) {
  return burler_cuda_malloc_async((void**)p, size, s, n);
}
#define cudaMalloc(...) burler_named_cudaMalloc(#__VA_ARGS__, __VA_ARGS__)
#define cudaMallocManaged(...) burler_named_cudaMallocManaged(#__VA_ARGS__, __VA_ARGS__)
#define cudaMallocHost(...) burler_named_cudaMallocHost(#__VA_ARGS__, __VA_ARGS__)
#define cudaHostAlloc(...) burler_named_cudaMallocHost(#__VA_ARGS__, __VA_ARGS__)
#define cudaMallocAsync(...) burler_named_cudaMallocAsync(#__VA_ARGS__, __VA_ARGS__)

inline cudaError_t cudaEventCreate(cudaEvent_t* event, unsigned int flags = 0) {
  return cudaEventCreateWithFlags(event, flags);
}
template <class T>
BURLER_NAMED cudaMemcpyToSymbol(const T& symbol, const void* src, size_t count, size_t offset = 0,
                                cudaMemcpyKind kind = cudaMemcpyHostToDevice) {
  return burler_cuda_memcpy_to_symbol((const void*)&symbol, src, count, offset, kind, nullptr, 0);
}
template <class T>
BURLER_NAMED cudaMemcpyToSymbolAsync(const T& symbol, const void* src, size_t count, size_t offset = 0,
                                     cudaMemcpyKind kind = cudaMemcpyHostToDevice,
                                     cudaStream_t stream = nullptr) {
  return burler_cuda_memcpy_to_symbol((const void*)&symbol, src, count, offset, kind, stream, 1);
}
template <class T>
BURLER_NAMED cudaMemcpyFromSymbol(void* dst, const T& symbol, size_t count, size_t offset = 0,
                                  cudaMemcpyKind kind = cudaMemcpyDeviceToHost) {
  return burler_cuda_memcpy_from_symbol(dst, (const void*)&symbol, count, offset, kind, nullptr, 0);
}
template <class T>
BURLER_NAMED cudaMemcpyFromSymbolAsync(void* dst, const T& symbol, size_t count, size_t offset = 0,
                                       cudaMemcpyKind kind = cudaMemcpyDeviceToHost,
                                       cudaStream_t stream = nullptr) {
  return burler_cuda_memcpy_from_symbol(dst, (const void*)&symbol, count, offset, kind, stream, 1);
}
template <class T> BURLER_NAMED cudaGetSymbolAddress(void** p, const T& symbol) {
  return burler_cuda_symbol_address(p, (const void*)&symbol);
}
template <class T> inline cudaError_t cudaGetSymbolSize(size_t* size, const T&) {
  *size = sizeof(T);
  return cudaSuccess;
}
template <class F> inline cudaError_t cudaFuncSetAttribute(F*, cudaFuncAttribute, int) { return cudaSuccess; }
template <class F> inline cudaError_t cudaFuncSetCacheConfig(F*, cudaFuncCache) { return cudaSuccess; }
template <class F> inline cudaError_t cudaFuncSetSharedMemConfig(F*, cudaSharedMemConfig) {
  return cudaSuccess;
}
template <class F> inline cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* a, F*) {
  return burler_cuda_func_attributes(a);
}
template <class F>
inline cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, F, int block_size,
                                                                 size_t shared) {
  return burler_cuda_occupancy(blocks, block_size, shared);
}
template <class F>
inline cudaError_t cudaOccupancyMaxPotentialBlockSize(int* grid, int* block, F, size_t = 0, int limit = 0) {
  *block = limit > 0 && limit < 256 ? limit : 256;
  *grid = 8;
  return cudaSuccess;
}
#endif
