// One compile command -> the summary of its translation unit, in this process.
#pragma once

#include "extract/command.h"
#include "extract/dependencies.h"
#include "extract/stub_headers.h"
#include "model/model.h"
#include "summary/translation_unit.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace burler::extract {

/// Where a unit's time went, in seconds of the processor.
struct UnitTiming {
  double parse = 0;
  double extract = 0;
};

struct FrontendOptions {
  std::string clang_path;               ///< a clang binary; its folder leads to the compiler's own headers
  std::string cuda_stubs;               ///< folder of the bundled CUDA headers
  StubPack stubs;                       ///< stand-ins for headers of libraries that are not installed
  std::string cuda_path;                ///< a real toolkit, empty = use the stubs
  std::optional<std::string> in_memory; ///< text of the source instead of the file's, for tests
  bool sound_only = false; ///< leave out functions with parse errors instead of reading around them
  std::function<bool(std::uint64_t function)> claim; ///< see unit_builder.h; null = extract everything
  UnitTiming* timing = nullptr;                      ///< filled when set
  Dependencies* dependencies = nullptr;              ///< filled when set
};

/// Never fails as a whole: what went wrong is in TranslationUnit::errors.
summary::TranslationUnit extract_unit(const Command& command, const model::Model& model,
                                      const FrontendOptions& options);

/// A clang whose resource folder exists: BURLER_CLANG, the one of the build, clang-22..19 and clang on PATH,
/// /usr/lib/llvm-*/bin; empty when there is none.
std::string find_clang();

/// Beside the installed tool or in the source tree.
std::string find_cuda_stubs();

} // namespace burler::extract
