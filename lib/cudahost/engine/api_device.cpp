// The emulated device, its properties, and the error model.
#include "cudahost/engine/api.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

using namespace burler::cudahost; // NOLINT

namespace {

struct Named {
  cudaError_t value;
  const char* name;
  const char* text;
};
constexpr Named errors[] = {
    {cudaSuccess, "cudaSuccess", "no error"},
    {cudaErrorInvalidValue, "cudaErrorInvalidValue", "invalid argument"},
    {cudaErrorMemoryAllocation, "cudaErrorMemoryAllocation", "out of memory"},
    {cudaErrorInvalidConfiguration, "cudaErrorInvalidConfiguration", "invalid configuration argument"},
    {cudaErrorInvalidSymbol, "cudaErrorInvalidSymbol", "invalid device symbol"},
    {cudaErrorInvalidMemcpyDirection, "cudaErrorInvalidMemcpyDirection", "invalid copy direction for memcpy"},
    {cudaErrorInvalidDevice, "cudaErrorInvalidDevice", "invalid device ordinal"},
    {cudaErrorInvalidResourceHandle, "cudaErrorInvalidResourceHandle", "invalid resource handle"},
    {cudaErrorNotReady, "cudaErrorNotReady", "device not ready"},
    {cudaErrorIllegalAddress, "cudaErrorIllegalAddress", "an illegal memory access was encountered"},
    {cudaErrorLaunchOutOfResources, "cudaErrorLaunchOutOfResources",
     "too many resources requested for launch"},
    {cudaErrorAssert, "cudaErrorAssert", "device-side assert triggered"},
    {cudaErrorLaunchFailure, "cudaErrorLaunchFailure", "unspecified launch failure"},
    {cudaErrorCooperativeLaunchTooLarge, "cudaErrorCooperativeLaunchTooLarge",
     "too many blocks in cooperative launch"},
    {cudaErrorNotSupported, "cudaErrorNotSupported", "operation not supported"},
    {cudaErrorHostMemoryNotRegistered, "cudaErrorHostMemoryNotRegistered", "pointer is not registered"},
    {cudaErrorPeerAccessUnsupported, "cudaErrorPeerAccessUnsupported", "peer access is not supported"},
};

const Named* find(cudaError_t error) {
  const auto* it =
      std::find_if(std::begin(errors), std::end(errors), [&](const Named& e) { return e.value == error; });
  return it == std::end(errors) ? nullptr : it;
}

cudaError_t last = cudaSuccess;
cudaError_t sticky = cudaSuccess;

int attribute(cudaDeviceAttr which) {
  switch (which) {
  case cudaDevAttrMaxThreadsPerBlock:
    return 1024;
  case cudaDevAttrMaxBlockDimX:
    return 1024;
  case cudaDevAttrMaxBlockDimY:
    return 1024;
  case cudaDevAttrMaxBlockDimZ:
    return 64;
  case cudaDevAttrMaxGridDimX:
    return 2147483647;
  case cudaDevAttrMaxGridDimY:
    return 65535;
  case cudaDevAttrMaxGridDimZ:
    return 65535;
  case cudaDevAttrMaxSharedMemoryPerBlock:
    return 48 * 1024;
  case cudaDevAttrMaxSharedMemoryPerBlockOptin:
    return 227 * 1024;
  case cudaDevAttrMaxSharedMemoryPerMultiprocessor:
    return 228 * 1024;
  case cudaDevAttrTotalConstantMemory:
    return 65536;
  case cudaDevAttrWarpSize:
    return 32;
  case cudaDevAttrMaxRegistersPerBlock:
    return 65536;
  case cudaDevAttrClockRate:
    return 1000000;
  case cudaDevAttrMultiProcessorCount:
    return 8;
  case cudaDevAttrMemoryClockRate:
    return 1000000;
  case cudaDevAttrGlobalMemoryBusWidth:
    return 256;
  case cudaDevAttrL2CacheSize:
    return 4 << 20;
  case cudaDevAttrMaxThreadsPerMultiProcessor:
    return 2048;
  case cudaDevAttrComputeCapabilityMajor:
    return 9;
  case cudaDevAttrComputeCapabilityMinor:
    return 0;
  case cudaDevAttrMaxBlocksPerMultiprocessor:
    return 32;
  case cudaDevAttrConcurrentKernels:
  case cudaDevAttrUnifiedAddressing:
  case cudaDevAttrManagedMemory:
  case cudaDevAttrConcurrentManagedAccess:
  case cudaDevAttrCooperativeLaunch:
  case cudaDevAttrMemoryPoolsSupported:
    return 1;
  default:
    return 0;
  }
}

} // namespace

namespace burler::cudahost {

std::recursive_mutex& api_lock() {
  static std::recursive_mutex lock;
  return lock;
}
cudaError_t fail(cudaError_t error) {
  if (error != cudaSuccess) last = error;
  return error;
}
void make_sticky(cudaError_t error) { sticky = last = error; }
cudaError_t sticky_error() { return sticky; }

} // namespace burler::cudahost

extern "C" {

const char* cudaGetErrorName(cudaError_t error) {
  const Named* e = find(error);
  return e != nullptr ? e->name : "cudaErrorUnknown";
}
const char* cudaGetErrorString(cudaError_t error) {
  const Named* e = find(error);
  return e != nullptr ? e->text : "unknown error";
}
cudaError_t cudaGetLastError(void) {
  const cudaError_t error = last;
  last = sticky;
  return error;
}
cudaError_t cudaPeekAtLastError(void) { return last; }

cudaError_t cudaSetDevice(int device) { return device == 0 ? cudaSuccess : fail(cudaErrorInvalidDevice); }
cudaError_t cudaGetDevice(int* device) {
  *device = 0;
  return cudaSuccess;
}
cudaError_t cudaGetDeviceCount(int* count) {
  *count = 1;
  return cudaSuccess;
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr which, int device) {
  if (device != 0) return fail(cudaErrorInvalidDevice);
  *value = attribute(which);
  return cudaSuccess;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* p, int device) {
  if (device != 0) return fail(cudaErrorInvalidDevice);
  *p = cudaDeviceProp();
  std::snprintf(p->name, sizeof(p->name), "Burler host execution (compute 9.0 rules)");
  p->totalGlobalMem = device_memory;
  p->sharedMemPerBlock = 48 * 1024;
  p->sharedMemPerBlockOptin = 227 * 1024;
  p->sharedMemPerMultiprocessor = 228 * 1024;
  p->reservedSharedMemPerBlock = 1024;
  p->regsPerBlock = p->regsPerMultiprocessor = 65536;
  p->warpSize = 32;
  p->maxThreadsPerBlock = 1024;
  p->maxThreadsDim[0] = p->maxThreadsDim[1] = 1024;
  p->maxThreadsDim[2] = 64;
  p->maxGridSize[0] = 2147483647;
  p->maxGridSize[1] = p->maxGridSize[2] = 65535;
  p->clockRate = p->memoryClockRate = 1000000;
  p->memoryBusWidth = 256;
  p->totalConstMem = 65536;
  p->major = 9;
  p->multiProcessorCount = 8;
  p->maxThreadsPerMultiProcessor = 2048;
  p->maxBlocksPerMultiProcessor = 32;
  p->l2CacheSize = 4 << 20;
  p->canMapHostMemory = p->concurrentKernels = p->unifiedAddressing = p->managedMemory =
      p->concurrentManagedAccess = 1;
  p->cooperativeLaunch = p->memoryPoolsSupported = 1;
  p->asyncEngineCount = 2;
  return cudaSuccess;
}
cudaError_t cudaSetDeviceFlags(unsigned int) { return cudaSuccess; }
cudaError_t cudaDeviceSetLimit(cudaLimit, size_t) { return cudaSuccess; }
cudaError_t cudaDeviceGetLimit(size_t* value, cudaLimit limit) {
  *value = limit == cudaLimitStackSize ? 256 * 1024 : std::size_t{8} << 20;
  return cudaSuccess;
}
cudaError_t cudaDeviceSetCacheConfig(cudaFuncCache) { return cudaSuccess; }
cudaError_t cudaDeviceSetSharedMemConfig(cudaSharedMemConfig) { return cudaSuccess; }
cudaError_t cudaDeviceGetStreamPriorityRange(int* least, int* greatest) {
  if (least != nullptr) *least = 0;
  if (greatest != nullptr) *greatest = -5;
  return cudaSuccess;
}
cudaError_t cudaDeviceCanAccessPeer(int* can, int, int) {
  *can = 0;
  return cudaSuccess;
}
cudaError_t cudaDeviceEnablePeerAccess(int, unsigned int) { return fail(cudaErrorPeerAccessUnsupported); }
cudaError_t cudaDeviceGetPCIBusId(char* id, int length, int) {
  std::snprintf(id, static_cast<std::size_t>(length), "0000:00:00.0");
  return cudaSuccess;
}
cudaError_t cudaDriverGetVersion(int* version) {
  *version = 12080;
  return cudaSuccess;
}
cudaError_t cudaRuntimeGetVersion(int* version) {
  *version = 12080;
  return cudaSuccess;
}
cudaError_t cudaProfilerStart(void) { return cudaSuccess; }
cudaError_t cudaProfilerStop(void) { return cudaSuccess; }
cudaError_t cudaDeviceReset(void) {
  ApiGuard guard(api_lock());
  timeline().host_waits_for_all();
  return cudaSuccess;
}
cudaError_t burler_cuda_func_attributes(cudaFuncAttributes* a) {
  *a = cudaFuncAttributes();
  a->maxThreadsPerBlock = 1024;
  a->numRegs = 32;
  a->ptxVersion = a->binaryVersion = 90;
  a->maxDynamicSharedSizeBytes = 227 * 1024;
  return cudaSuccess;
}
cudaError_t burler_cuda_occupancy(int* blocks, int block_size, size_t shared) {
  if (block_size <= 0 || block_size > 1024) return fail(cudaErrorInvalidValue);
  *blocks = std::min(32, 2048 / block_size);
  if (shared > 0) *blocks = std::min<int>(*blocks, static_cast<int>(std::size_t{228} * 1024 / shared));
  return cudaSuccess;
}
}
