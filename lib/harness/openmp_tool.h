// OpenMP under the real ThreadSanitizer: the runtime library is not instrumented, so the order that its
// barriers and locks make is known only with LLVM's Archer (libarcher.so, an OMPT tool) beside it.
#pragma once

#include "harness/elf_dynamic.h"

#include <string>

namespace burler::harness {

struct OpenmpTool {
  bool needed = false; ///< the program uses an OpenMP runtime
  std::string archer;  ///< path of the tool to load; empty when the user chose one, or none was found
  std::string trouble; ///< why reports of races are not to be trusted, with what to install; else empty
};

/// `users_tools`: OMP_TOOL_LIBRARIES of the environment, may be null. `installed`: where the releases of LLVM
/// lie (llvm-22/lib and so on).
OpenmpTool find_openmp_tool(const ElfDynamic& program, const char* users_tools,
                            const std::string& installed = "/usr/lib");

} // namespace burler::harness
