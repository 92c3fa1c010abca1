// The compiler commands that build one instrumented object or program: the user's command line with the
// instrumentation added when compiling and the engine added when linking.
#pragma once

#include "base/result.h"
#include "compile/command_line.h"

#include <string>
#include <vector>

namespace burler::compile {

enum class Engine {
  explore, ///< Burler's runtime: controlled schedules, exact races
  tsan,    ///< the real ThreadSanitizer, its reports read in process
  none,    ///< instrument only; for programs that bring their own runtime
};

enum class Family { clang, gcc };

struct Toolchain {
  std::string compiler; ///< as to be executed, found on PATH
  Family family = Family::clang;
  bool cplusplus = true;   ///< burler-cxx or burler-cc
  std::string library_dir; ///< where libburler_explore.a and libburler_tsan.a are
  Engine engine = Engine::explore;
};

using Command = std::vector<std::string>; ///< program first

struct BuildPlan {
  std::vector<Command> commands;      ///< run in order, stop at the first that fails
  std::vector<std::string> temporary; ///< files to remove afterwards
};

/// The link arguments of an engine; the CMake targets burler::explore and burler::tsan say the same.
std::vector<std::string> engine_arguments(const Toolchain& toolchain);

/// `scratch` is a prefix for temporary objects ("/tmp/burler-1234-"): GCC links the ThreadSanitizer runtime
/// whenever it sees -fsanitize=thread, so sources given to a GCC link are compiled on their own first.
Result<BuildPlan> plan_build(const std::vector<std::string>& arguments, const Toolchain& toolchain,
                             const std::string& scratch);

} // namespace burler::compile
