// From .cu files to a program that runs on the host under the engine.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace burler::cudahost {

struct BuildRequest {
  std::vector<std::string> sources; ///< .cu, .cpp, .cc, .c
  std::vector<std::string> flags;   ///< the user's: -I, -D, -std, -l, -L, objects and archives
  std::string compiler;             ///< clang++-22 when empty
  std::string directory;            ///< private directory for everything made
  std::string resources;            ///< holds include/ and libburler_cudahost.a
  bool checked = true;              ///< instrument; without, only the execution layer
  unsigned jobs = 2;
};

/// The program's path. The error is one line that names the file, followed by the compiler's words.
Result<std::string> build_program(const BuildRequest& request);

/// Where include/ and libburler_cudahost.a are: $BURLER_CUDAHOST, else lib/burler-cudahost beside the
/// executable's folder.
Result<std::string> find_resources();

} // namespace burler::cudahost
