// Allocations that fail: those the program's own code asks for, directly or by operator new and the
// containers. What the C library allocates for itself succeeds: its callers could not be blamed for it.
#include "runtime/fault.h"

#include <cerrno>
#include <cstring>
#include <dlfcn.h>

namespace burler::runtime {

namespace {

/// operator new of the C++ library, as opposed to what the library allocates for itself (exceptions).
bool is_new(std::uint64_t pc) {
  Dl_info about{};
  if (!dladdr(reinterpret_cast<void*>(pc - 1), &about) || !about.dli_sname) return false;
  return std::strncmp(about.dli_sname, "_Znw", 4) == 0 || std::strncmp(about.dli_sname, "_Zna", 4) == 0;
}

bool is_systems(std::uint64_t pc) {
  const std::uint32_t module = sched::site_module(site_of(pc));
  if (module >= g.arena->module_count) return true; // loaded later, or generated
  const char* path = g.arena->modules[module];
  const char* slash = std::strrchr(path, '/');
  const char* name = slash ? slash + 1 : path;
  for (const char* system :
       {"libc.so", "libc-", "ld-", "libm.so", "libgcc_s", "libpthread", "libdl", "[vdso"})
    if (std::strncmp(name, system, std::strlen(system)) == 0) return true;
  for (const char* language : {"libstdc++.so", "libc++"})
    if (std::strncmp(name, language, std::strlen(language)) == 0) return !is_new(pc);
  return false;
}

} // namespace

bool allocation_fails(std::uint64_t pc) {
  Entry me;
  if (!me || is_systems(pc) || !fault(*me, sched::Fault::allocation, pc)) return false;
  errno = ENOMEM;
  return true;
}

} // namespace burler::runtime
