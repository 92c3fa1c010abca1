// The file form of a TranslationUnit: "BRLS", a version, a checksum of the rest, then little-endian base-128
// numbers in field order. A summary file is a cache and a pipe between processes of one tool version, not an
// exchange format: a reader refuses every version but its own.
#pragma once

#include "base/result.h"
#include "summary/translation_unit.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace burler::summary {

inline constexpr std::uint32_t summary_version = 12;

/// What stands before the functions, to be read without them.
struct SummaryHead {
  std::string main_file;
  std::vector<std::string> notes;
  std::vector<std::string> errors;
  std::vector<std::string> stub_headers;
  std::vector<std::string> missing_headers;
  std::uint64_t lost_functions = 0;
  std::uint64_t source_lines = 0;
  std::vector<std::uint64_t> claimed;
  std::vector<std::uint64_t> declined;
};

/// Linear in the unit's size.
std::string to_bytes(const TranslationUnit& unit);

/// Every malformed input is an Error, never undefined behaviour: the checksum must agree, lengths are checked
/// against the bytes left and symbols, files and enumerations against their range.
Result<TranslationUnit> from_bytes(std::string_view bytes);
Result<SummaryHead> head_from_bytes(std::string_view bytes);

} // namespace burler::summary
