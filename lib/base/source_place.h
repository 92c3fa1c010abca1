// A place in a source file as a person or an editor names it.
#pragma once

#include <compare>
#include <string>

namespace burler {

struct SourcePlace {
  std::string file;     ///< as in the report: relative to the root when under it, absolute otherwise
  unsigned line = 0;    ///< 1-based; 0 = unknown
  unsigned column = 0;  ///< 1-based; 0 = unknown
  std::string function; ///< qualified name of the enclosing function, may be empty

  auto operator<=>(const SourcePlace&) const = default;
};

/// The path as reports print it: relative to `root` when it lies under it, else absolute and normalised.
/// Pure text work: neither path needs to exist. Both should be absolute.
std::string report_path(const std::string& path, const std::string& root);

} // namespace burler
