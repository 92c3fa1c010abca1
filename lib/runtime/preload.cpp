// The start of the runtime in a program that was not linked with it: the dynamic loader brings the runtime as
// the shared object that LD_PRELOAD names (the preload engine).
#include "runtime/server.h"

#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <unistd.h>

namespace {

/// The programs that this one starts are not our business.
void leave_preload_list() {
  const char* list = getenv("LD_PRELOAD");
  Dl_info self{};
  if (!list || !dladdr(reinterpret_cast<void*>(leave_preload_list), &self)) return;
  char kept[4096] = {};
  std::size_t used = 0;
  while (*list) {
    const std::size_t size = std::strcspn(list, ": ");
    const bool ours = size == std::strlen(self.dli_fname) && std::strncmp(list, self.dli_fname, size) == 0;
    if (size && !ours && used + size + 2 < sizeof kept) {
      if (used) kept[used++] = ':';
      std::memcpy(kept + used, list, size);
      used += size;
    }
    list += size;
    list += *list != 0;
  }
  if (used)
    setenv("LD_PRELOAD", kept, 1);
  else
    unsetenv("LD_PRELOAD");
}

__attribute__((constructor(101))) void start(int, char**, char** environment) {
  environ = environment;
  leave_preload_list();
  burler::runtime::decide_mode();
}

} // namespace
