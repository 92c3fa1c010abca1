// Kernel launches: the rewriter turns k<<<g, b, s, st>>>(args) into burlercuda::launch(Config(g, b, s, st), "k", thunk, args).
#pragma once
#include "abi.h"
#include <tuple>
#include <type_traits>
#include <utility>

namespace burlercuda {

struct Config {
  dim3 grid, block;
  size_t shared;
  cudaStream_t stream;
  Config(dim3 g, dim3 b, size_t s = 0, cudaStream_t st = nullptr) : grid(g), block(b), shared(s), stream(st) {}
};

template <class F, class Tuple> struct Call {
  F function;
  Tuple arguments;
  static void run(void* self) {
    auto* call = static_cast<Call*>(self);
    std::apply(call->function, call->arguments);
  }
};

template <class F, class... A>
inline cudaError_t launch_with(const Config& c, int cooperative, const char* name, F function, A&&... arguments) {
  using Tuple = std::tuple<std::decay_t<A>...>;
  Call<F, Tuple> call{function, Tuple(static_cast<A&&>(arguments)...)};
  return burler_cuda_launch(c.grid, c.block, c.shared, c.stream, cooperative, name, &Call<F, Tuple>::run, &call,
                            sizeof(call));
}

template <class F, class... A> inline void launch(const Config& c, const char* name, F function, A&&... arguments) {
  launch_with(c, 0, name, function, static_cast<A&&>(arguments)...);
}

template <class... P, std::size_t... I>
inline cudaError_t launch_packed(const Config& c, int cooperative, const char* name, void (*k)(P...), void** args,
                                 std::index_sequence<I...>) {
  (void)args;
  return launch_with(c, cooperative, name, k, *static_cast<std::remove_reference_t<P>*>(args[I])...);
}

struct Symbol {
  template <class T> Symbol(T& object, const char* name, int space, const char* file, int line) {
    burler_register_symbol((const void*)&object, sizeof(T), name, space, file, line);
  }
};

/// `extern __shared__ T x[]` at namespace scope.
template <class T> struct DynamicShared {
  burler_shared_site* site;
  operator T*() const { return static_cast<T*>(burler_shared_address(site)); }
};

} // namespace burlercuda

template <class... P>
inline cudaError_t cudaLaunchKernel(void (*k)(P...), dim3 g, dim3 b, void** args, size_t shared = 0,
                                    cudaStream_t stream = nullptr) {
  return burlercuda::launch_packed(burlercuda::Config(g, b, shared, stream), 0, "kernel", k, args,
                                   std::index_sequence_for<P...>());
}
template <class... P>
inline cudaError_t cudaLaunchCooperativeKernel(void (*k)(P...), dim3 g, dim3 b, void** args, size_t shared = 0,
                                               cudaStream_t stream = nullptr) {
  return burlercuda::launch_packed(burlercuda::Config(g, b, shared, stream), 1, "kernel", k, args,
                                   std::index_sequence_for<P...>());
}

enum cudaLaunchAttributeID {
  cudaLaunchAttributeIgnore = 0, cudaLaunchAttributeCooperative = 2, cudaLaunchAttributeClusterDimension = 4,
  cudaLaunchAttributeProgrammaticStreamSerialization = 6, cudaLaunchAttributePriority = 8
};
union cudaLaunchAttributeValue {
  char pad[64];
  int cooperative;
  struct { unsigned x, y, z; } clusterDim;
  int programmaticStreamSerializationAllowed;
  int priority;
};
struct cudaLaunchAttribute {
  cudaLaunchAttributeID id;
  cudaLaunchAttributeValue val;
};
struct cudaLaunchConfig_t {
  dim3 gridDim, blockDim;
  size_t dynamicSmemBytes;
  cudaStream_t stream;
  cudaLaunchAttribute* attrs;
  unsigned numAttrs;
};
template <class... P, class... A>
inline cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* c, void (*k)(P...), A&&... args) {
  int cooperative = 0;
  for (unsigned i = 0; i < c->numAttrs; i++) {
    if (c->attrs[i].id == cudaLaunchAttributeCooperative) cooperative |= c->attrs[i].val.cooperative;
    if (c->attrs[i].id == cudaLaunchAttributeClusterDimension) return cudaErrorNotSupported;
  }
  return burlercuda::launch_with(burlercuda::Config(c->gridDim, c->blockDim, c->dynamicSmemBytes, c->stream),
                                 cooperative, "kernel", k, static_cast<P>(args)...);
}
