// Which compiler the wrapper runs, and where its engine libraries are.
#pragma once

#include "base/result.h"
#include "compile/build_plan.h"

#include <string>
#include <vector>

namespace burler::compile {

/// Reads the environment: BURLER_CXX or BURLER_CC (default clang++-22, clang++, g++ / clang-22, clang, gcc),
/// BURLER_ENGINE (explore, tsan, none), BURLER_LIB_DIR (default ../lib beside this executable). Takes
/// --burler-engine=NAME out of `arguments`; it wins over the environment.
Result<Toolchain> find_toolchain(bool cplusplus, std::vector<std::string>& arguments);

/// The first executable of that name: a path with a slash as it is, otherwise on PATH; empty when there is
/// none.
std::string find_program(const std::string& name);

/// Directory of the running executable.
std::string own_directory();

} // namespace burler::compile
