// Headers of libraries that are not installed: bundled stand-ins are read instead, and where there is none
// the unit is read on without the header.
#pragma once

#include "extract/clang_headers.h"

#include <string>
#include <vector>

namespace burler::extract {

enum class StubUse : unsigned char {
  automatic, ///< only for headers that are not found
  on,        ///< before the system's folders, so also instead of installed libraries
  off,       ///< a missing header is an error, as for the compiler
};

/// The bundled folders, one a library, beside the installed tool or in the source tree. In each, a header
/// lies under the name it is included by; `_other.h` stands for every header of its folder and the folders
/// below that has no file of its own.
struct StubPack {
  StubUse use = StubUse::automatic;
  std::vector<std::string> folders;

  /// The file that stands in for `header`, empty when no library has one. At most a few file look-ups a
  /// library.
  std::string find(const std::string& header) const;
};

StubPack find_stubs();

/// What the preprocessor met, in the order of the text, without repetition.
struct HeaderNotes {
  std::vector<std::string> stubs;   ///< headers for which a stand-in was read
  std::vector<std::string> missing; ///< headers that were left out
};

/// Watches includes and enters the stand-in where a header is not found. `__has_include` keeps its answer:
/// code behind it is read as the compiler would read it.
std::unique_ptr<clang::PPCallbacks> watch_headers(clang::Preprocessor& preprocessor, const StubPack& pack,
                                                  HeaderNotes& notes);

} // namespace burler::extract
