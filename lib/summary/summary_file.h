// The file form of a TranslationUnit: "BRLS", a version, then little-endian base-128 numbers in field order.
// A summary file is a cache and a pipe between processes of one tool version, not an exchange format: a
// reader refuses every version but its own.
#pragma once

#include "base/result.h"
#include "summary/translation_unit.h"

#include <string>
#include <string_view>

namespace burler::summary {

inline constexpr std::uint32_t summary_version = 3;

/// Linear in the unit's size.
std::string to_bytes(const TranslationUnit& unit);

/// Every malformed input is an Error, never undefined behaviour: lengths are checked against the bytes left
/// and symbols, files and enumerations against their range.
Result<TranslationUnit> from_bytes(std::string_view bytes);

Status write_summary(const TranslationUnit& unit, const std::string& path);
Result<TranslationUnit> read_summary(const std::string& path);

} // namespace burler::summary
