// Shared by the CUDA API entry points: the last error, the lock, the caller's place.
#pragma once

#include "cudahost/engine/detector.h"
#include "cudahost/engine/operations.h"
#include "cudahost/include/driver_types.h"

#include <mutex>

#define BURLER_PC static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)))

namespace burler::cudahost {

/// Serialises API calls of several host threads. All host threads are one agent of the timeline.
std::recursive_mutex& api_lock();
using ApiGuard = std::lock_guard<std::recursive_mutex>;

/// Records `error` as the last one and returns it; a sticky error stays for the rest of the process.
cudaError_t fail(cudaError_t error);
void make_sticky(cudaError_t error);
cudaError_t sticky_error();

/// Starts the engine on the first call: address space, crash handler.
void start_engine();

} // namespace burler::cudahost
