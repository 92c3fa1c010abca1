// The functions of the C library that the runtime stands in front of. Compiled without thread-safe statics:
// the first use may race with itself only harmlessly (the same pointer is stored twice).
#pragma once

#include <dlfcn.h>

namespace burler::runtime {
inline void* next_symbol(const char* name) { return dlsym(RTLD_NEXT, name); }
/// pthread_cond_* exist in two versions; the newer is the one programs mean.
inline void* next_symbol(const char* name, const char* version) {
  void* found = dlvsym(RTLD_NEXT, name, version);
  return found ? found : dlsym(RTLD_NEXT, name);
}
} // namespace burler::runtime

/// What is not taken back when a schedule is repeated in one process (repetition.h): caches of facts that
/// stay.
#define BURLER_KEPT __attribute__((section("burler_kept")))

/// Calls the real function of the same name.
#define BURLER_REAL(name)                                                                                    \
  ([]() {                                                                                                    \
    static decltype(&name) function BURLER_KEPT;                                                             \
    if (!function) function = reinterpret_cast<decltype(&name)>(burler::runtime::next_symbol(#name));        \
    return function;                                                                                         \
  }())
#define BURLER_REAL_VERSION(name, version)                                                                   \
  ([]() {                                                                                                    \
    static decltype(&name) function BURLER_KEPT;                                                             \
    if (!function)                                                                                           \
      function = reinterpret_cast<decltype(&name)>(burler::runtime::next_symbol(#name, version));            \
    return function;                                                                                         \
  }())
/// Weak, because a program may have a function or a variable of that name: as without us, its own then
/// counts.
#define BURLER_EXPORT extern "C" __attribute__((visibility("default"), weak))
#define BURLER_PC() reinterpret_cast<std::uint64_t>(__builtin_return_address(0))
#define BURLER_FRAME() __builtin_frame_address(0)
