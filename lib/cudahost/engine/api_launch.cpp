// Launching a grid: checks of the configuration, the operation's place in the timeline, execution, its
// errors.
#include "cudahost/engine/api.h"
#include "cudahost/engine/scheduler.h"
#include "cudahost/engine/shared_memory.h"
#include "cudahost/engine/synchronise.h"

#include <cstdlib>

using namespace burler::cudahost; // NOLINT

namespace {

std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const char* text = std::getenv("BURLER_CUDA_SEED");
    return text == nullptr ? 0 : std::strtoull(text, nullptr, 10);
  }();
  return value;
}

bool configuration_ok(dim3 grid, dim3 block) {
  const std::uint64_t threads = std::uint64_t{block.x} * block.y * block.z;
  const std::uint64_t blocks = std::uint64_t{grid.x} * grid.y * grid.z;
  return threads >= 1 && threads <= 1024 && block.x <= 1024 && block.y <= 1024 && block.z <= 64 &&
         blocks >= 1 && grid.x <= 2147483647u && grid.y <= 65535 && grid.z <= 65535 &&
         blocks < (std::uint64_t{1} << 32);
}

void report_configuration(dim3 g, dim3 b, std::size_t shared, const char* kernel) {
  const auto text = [](dim3 d) {
    return std::to_string(d.x) + "," + std::to_string(d.y) + "," + std::to_string(d.z);
  };
  emit_fact("launch-error", kernel,
            "grid (" + text(g) + "), block (" + text(b) + "), " + std::to_string(shared) +
                " bytes of dynamic shared memory");
}

} // namespace

extern "C" cudaError_t burler_cuda_launch(dim3 grid, dim3 block, size_t shared, cudaStream_t stream,
                                          int cooperative, const char* kernel, void (*entry)(void*),
                                          void* context, size_t size) {
  if (self != nullptr) {
    emit_fact("failure", "dynamic parallelism",
              std::string(kernel) + " is launched from a kernel; not supported");
    abort_kernel(cudaErrorNotSupported);
  }
  ApiGuard guard(api_lock());
  start_engine();
  if (sticky_error() != cudaSuccess) return sticky_error();
  if (!timeline().valid(stream)) return fail(cudaErrorInvalidResourceHandle);
  Launch current;
  static std::uint64_t launches = 0;
  current.number = ++launches;
  if (!configuration_ok(grid, block) || !start_shared_layout(current, shared)) {
    report_configuration(grid, block, shared, kernel);
    return fail(shared > max_dynamic_shared ? cudaErrorInvalidValue : cudaErrorInvalidConfiguration);
  }
  current.grid = grid;
  current.block = block;
  current.blocks = grid.x * grid.y * grid.z;
  if (cooperative != 0 && std::uint64_t{current.blocks} * block.x * block.y * block.z > 65536)
    return fail(cudaErrorCooperativeLaunchTooLarge);
  current.cooperative = cooperative != 0;
  current.kernel = kernel;
  current.entry = entry;
  current.context = context;
  current.context_size = size;
  current.random = seed() == 0 ? 0 : seed() * 0x9e3779b97f4a7c15ULL + launches;
  current.operation = timeline().issue(timeline().stream(stream), kernel);
  Operation& op = timeline().operation(current.operation);
  op.kernel = true;
  op.grid = grid;
  op.block = block;
  find_unordered_ranges(current.operation);
  const cudaError_t error = run_grid(current);
  forget_synchronisation();
  if (error != cudaSuccess) make_sticky(error);
  return cudaSuccess; // a kernel's own errors surface at the next call, as on a device
}
