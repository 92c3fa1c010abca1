// cudaMalloc, cudaFree, cudaMemcpy, cudaMemset and their kin.
#include "cudahost/engine/api.h"

#include <algorithm>
#include <cstring>

using namespace burler::cudahost; // NOLINT

namespace {

enum class Where { pageable, pinned, device };

Where where(const void* p) {
  const Allocation* a = memory().at(reinterpret_cast<std::uintptr_t>(p));
  if (a == nullptr) return Where::pageable;
  return a->space == Space::pinned ? Where::pinned : Where::device;
}

bool fits(const void* p, std::size_t count, bool write, std::uint32_t pc) {
  const auto address = reinterpret_cast<std::uintptr_t>(p);
  const Allocation* a = memory().at(address);
  if (a == nullptr || count == 0) return true;
  if (!a->freed && Memory::inside(*a, address, count)) return true;
  if (address >= a->base + a->size && !a->freed) return true; // not ours: left to the copy itself
  if (results_open())
    explain_bounds(address, static_cast<unsigned>(std::min<std::size_t>(count, 1u << 30)), write, pc);
  return false;
}

/// Which endpoint is on which side must agree with `kind`.
bool direction_ok(const void* dst, const void* src, cudaMemcpyKind kind) {
  const auto device_only = [](const void* p) {
    const Allocation* a = memory().at(reinterpret_cast<std::uintptr_t>(p));
    return a != nullptr && !a->variable && a->space == Space::device;
  };
  const bool to_host = kind == cudaMemcpyHostToHost || kind == cudaMemcpyDeviceToHost;
  const bool from_host = kind == cudaMemcpyHostToHost || kind == cudaMemcpyHostToDevice;
  if (to_host && device_only(dst)) return false;
  if (from_host && device_only(src)) return false;
  if (!to_host && kind != cudaMemcpyDefault && where(dst) == Where::pageable) return false;
  if (!from_host && kind != cudaMemcpyDefault && where(src) == Where::pageable) return false;
  return kind >= cudaMemcpyHostToHost && kind <= cudaMemcpyDefault;
}

struct Copy {
  void* dst;
  std::size_t dst_pitch;
  const void* src;
  std::size_t src_pitch;
  std::size_t width, height;
  cudaMemcpyKind kind;
};

std::uintptr_t end_of(const void* p, std::size_t pitch, const Copy& c) {
  return reinterpret_cast<std::uintptr_t>(p) + pitch * (c.height - 1) + c.width;
}

/// API synchronization behavior: a synchronous copy has completed on return, except pageable-to-device
/// (staged, the transfer may still run) and device-to-device; an asynchronous one has not, whatever the
/// memory.
bool host_waits(const Copy& c, bool async) {
  if (async) return false;
  const Where from = where(c.src), to = where(c.dst);
  if (from == Where::device && to == Where::device) return false;
  return !(from == Where::pageable && to == Where::device);
}

cudaError_t copy(const Copy& c, cudaStream_t handle, bool async, const char* name, std::uint32_t pc) {
  ApiGuard guard(api_lock());
  start_engine();
  if (sticky_error() != cudaSuccess) return sticky_error();
  if (c.width == 0 || c.height == 0) return cudaSuccess;
  if (c.dst == nullptr || c.src == nullptr || !timeline().valid(handle)) return fail(cudaErrorInvalidValue);
  if (!direction_ok(c.dst, c.src, c.kind)) return fail(cudaErrorInvalidValue);
  const std::size_t dst_span = c.dst_pitch * (c.height - 1) + c.width,
                    src_span = c.src_pitch * (c.height - 1) + c.width;
  if (!fits(c.dst, dst_span, true, pc) || !fits(c.src, src_span, false, pc))
    return fail(cudaErrorInvalidValue);
  Stream& stream = timeline().stream(handle);
  const bool waits = host_waits(c, async);
  const std::uint32_t op = timeline().issue(stream, name);
  const std::uint32_t segment = new_segment({op, 0, 0, 0});
  judge_range(reinterpret_cast<std::uintptr_t>(c.src), end_of(c.src, c.src_pitch, c), false, segment, pc);
  judge_range(reinterpret_cast<std::uintptr_t>(c.dst), end_of(c.dst, c.dst_pitch, c), true, segment, pc);
  for (std::size_t row = 0; row < c.height; row++)
    std::memmove(static_cast<char*>(c.dst) + row * c.dst_pitch,
                 static_cast<const char*>(c.src) + row * c.src_pitch, c.width);
  if (waits) timeline().host_waits(timeline().operation(op).clock);
  return cudaSuccess;
}

cudaError_t fill(void* p, std::size_t pitch, int value, std::size_t width, std::size_t height,
                 cudaStream_t handle, const char* name, std::uint32_t pc) {
  ApiGuard guard(api_lock());
  start_engine();
  if (sticky_error() != cudaSuccess) return sticky_error();
  if (width == 0 || height == 0) return cudaSuccess;
  const std::size_t span = pitch * (height - 1) + width;
  if (p == nullptr || where(p) == Where::pageable || !timeline().valid(handle))
    return fail(cudaErrorInvalidValue);
  if (!fits(p, span, true, pc)) return fail(cudaErrorInvalidValue);
  const std::uint32_t op = timeline().issue(timeline().stream(handle), name);
  const auto low = reinterpret_cast<std::uintptr_t>(p);
  judge_range(low, low + span, true, new_segment({op, 0, 0, 0}), pc);
  for (std::size_t row = 0; row < height; row++)
    std::memset(static_cast<char*>(p) + row * pitch, value, width);
  return cudaSuccess;
}

cudaError_t allocate(void** p, std::size_t size, Space space, const char* name, std::uint32_t pc) {
  ApiGuard guard(api_lock());
  start_engine();
  if (p == nullptr) return fail(cudaErrorInvalidValue);
  if (size == 0) {
    *p = nullptr;
    return space == Space::managed ? fail(cudaErrorInvalidValue) : cudaSuccess;
  }
  *p = memory().allocate(size, space, name, pc);
  return *p != nullptr ? cudaSuccess : fail(cudaErrorMemoryAllocation);
}

cudaError_t release(void* p, bool host_kind, std::uint32_t pc) {
  ApiGuard guard(api_lock());
  start_engine();
  if (p == nullptr) return cudaSuccess;
  Allocation* a = memory().exact(p);
  if (a == nullptr || a->variable || (a->space == Space::pinned) != host_kind)
    return fail(cudaErrorInvalidValue);
  if (a->freed) {
    explain_bounds(a->base, 1, true, pc);
    return fail(cudaErrorInvalidValue);
  }
  // cudaFree "may" synchronise. It is taken to wait for what the legacy default stream waits for, so that the
  // common program that frees without a word stays silent, and to promise nothing about non-blocking streams.
  const std::uint32_t op =
      timeline().issue(timeline().stream(nullptr), host_kind ? "cudaFreeHost" : "cudaFree");
  judge_free(*a, new_segment({op, 0, 0, 0}), pc);
  timeline().host_waits(timeline().operation(op).clock);
  memory().release(*a, pc);
  return cudaSuccess;
}

} // namespace

extern "C" {

cudaError_t burler_cuda_malloc(void** p, size_t size, const char* name) {
  return allocate(p, size, Space::device, name, BURLER_PC);
}
cudaError_t burler_cuda_malloc_managed(void** p, size_t size, unsigned int, const char* name) {
  return allocate(p, size, Space::managed, name, BURLER_PC);
}
cudaError_t burler_cuda_malloc_host(void** p, size_t size, unsigned int, const char* name) {
  return allocate(p, size, Space::pinned, name, BURLER_PC);
}
cudaError_t burler_cuda_malloc_async(void** p, size_t size, cudaStream_t handle, const char* name) {
  const cudaError_t error = allocate(p, size, Space::device, name, BURLER_PC);
  if (error != cudaSuccess || *p == nullptr) return error;
  ApiGuard guard(api_lock());
  // Usable in stream order: the allocation itself counts as a write of the whole block.
  const std::uint32_t op = timeline().issue(timeline().stream(handle), "cudaMallocAsync");
  const auto low = reinterpret_cast<std::uintptr_t>(*p);
  judge_range(low, low + size, true, new_segment({op, 0, 0, 0}), BURLER_PC);
  return error;
}
cudaError_t cudaMallocPitch(void** p, size_t* pitch, size_t width, size_t height) {
  *pitch = (width + 511) / 512 * 512;
  return allocate(p, *pitch * height, Space::device, "", BURLER_PC);
}
cudaError_t cudaFree(void* p) { return release(p, false, BURLER_PC); }
cudaError_t cudaFreeHost(void* p) { return release(p, true, BURLER_PC); }
cudaError_t cudaFreeAsync(void* p, cudaStream_t handle) {
  ApiGuard guard(api_lock());
  start_engine();
  if (p == nullptr) return cudaSuccess;
  Allocation* a = memory().exact(p);
  if (a == nullptr || a->variable || a->freed || a->space != Space::device || !timeline().valid(handle))
    return fail(cudaErrorInvalidValue);
  const std::uint32_t op = timeline().issue(timeline().stream(handle), "cudaFreeAsync");
  judge_free(*a, new_segment({op, 0, 0, 0}), BURLER_PC);
  memory().release(*a, BURLER_PC);
  return cudaSuccess;
}

cudaError_t cudaHostRegister(void*, size_t, unsigned int) { return fail(cudaErrorNotSupported); }
cudaError_t cudaHostUnregister(void*) { return fail(cudaErrorHostMemoryNotRegistered); }
cudaError_t cudaHostGetDevicePointer(void** device, void* host, unsigned int) {
  *device = host;
  return cudaSuccess;
}

cudaError_t cudaMemcpy(void* dst, const void* src, size_t count, cudaMemcpyKind kind) {
  return copy({dst, count, src, count, count, 1, kind}, nullptr, false, "cudaMemcpy", BURLER_PC);
}
cudaError_t cudaMemcpyAsync(void* dst, const void* src, size_t count, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  return copy({dst, count, src, count, count, 1, kind}, stream, true, "cudaMemcpyAsync", BURLER_PC);
}
cudaError_t cudaMemcpyPeer(void* dst, int, const void* src, int, size_t count) {
  return copy({dst, count, src, count, count, 1, cudaMemcpyDefault}, nullptr, false, "cudaMemcpyPeer",
              BURLER_PC);
}
cudaError_t cudaMemcpy2D(void* dst, size_t dpitch, const void* src, size_t spitch, size_t width,
                         size_t height, cudaMemcpyKind kind) {
  return copy({dst, dpitch, src, spitch, width, height, kind}, nullptr, false, "cudaMemcpy2D", BURLER_PC);
}
cudaError_t cudaMemcpy2DAsync(void* dst, size_t dpitch, const void* src, size_t spitch, size_t width,
                              size_t height, cudaMemcpyKind kind, cudaStream_t stream) {
  return copy({dst, dpitch, src, spitch, width, height, kind}, stream, true, "cudaMemcpy2DAsync", BURLER_PC);
}
cudaError_t cudaMemset(void* p, int value, size_t count) {
  return fill(p, count, value, count, 1, nullptr, "cudaMemset", BURLER_PC);
}
cudaError_t cudaMemsetAsync(void* p, int value, size_t count, cudaStream_t stream) {
  return fill(p, count, value, count, 1, stream, "cudaMemsetAsync", BURLER_PC);
}
cudaError_t cudaMemset2D(void* p, size_t pitch, int value, size_t width, size_t height) {
  return fill(p, pitch, value, width, height, nullptr, "cudaMemset2D", BURLER_PC);
}
cudaError_t burler_cuda_memcpy_to_symbol(const void* symbol, const void* src, size_t count, size_t offset,
                                         cudaMemcpyKind kind, cudaStream_t stream, int async) {
  void* dst = static_cast<char*>(const_cast<void*>(symbol)) + offset;
  return copy({dst, count, src, count, count, 1, kind}, stream, async != 0, "cudaMemcpyToSymbol", BURLER_PC);
}
cudaError_t burler_cuda_memcpy_from_symbol(void* dst, const void* symbol, size_t count, size_t offset,
                                           cudaMemcpyKind kind, cudaStream_t stream, int async) {
  const void* src = static_cast<const char*>(symbol) + offset;
  return copy({dst, count, src, count, count, 1, kind}, stream, async != 0, "cudaMemcpyFromSymbol",
              BURLER_PC);
}
cudaError_t burler_cuda_symbol_address(void** p, const void* symbol) {
  *p = const_cast<void*>(symbol);
  return cudaSuccess;
}
cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  if (free != nullptr) *free = device_memory - std::min(memory().used(), device_memory);
  if (total != nullptr) *total = device_memory;
  return cudaSuccess;
}
cudaError_t cudaMemPrefetchAsync(const void*, size_t, int, cudaStream_t) { return cudaSuccess; }
cudaError_t cudaMemAdvise(const void*, size_t, cudaMemoryAdvise, int) { return cudaSuccess; }
cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, const void* p) {
  ApiGuard guard(api_lock());
  *attributes = {cudaMemoryTypeUnregistered, 0, nullptr, const_cast<void*>(p)};
  const Allocation* a = memory().at(reinterpret_cast<std::uintptr_t>(p));
  if (a == nullptr || a->freed) return cudaSuccess;
  attributes->devicePointer = const_cast<void*>(p);
  attributes->type = a->space == Space::pinned    ? cudaMemoryTypeHost
                     : a->space == Space::managed ? cudaMemoryTypeManaged
                                                  : cudaMemoryTypeDevice;
  if (attributes->type == cudaMemoryTypeDevice) attributes->hostPointer = nullptr;
  return cudaSuccess;
}

void burler_register_symbol(const void* address, size_t size, const char* name, int space, const char* file,
                            int line) {
  start_engine();
  memory().add_variable(address, size, name, space, file, line);
}
}
