// Findings for a person: at most 15 lines each, in the names of the source.
#pragma once

#include "finding/report.h"

#include <string>

namespace burler::report {

struct TextOptions {
  bool colour = false;
  bool source_lines = true; ///< quote the source line of each side when its file can be read
  std::string root;         ///< where relative paths start; empty = current directory
  std::size_t limit = 0;    ///< findings printed at most, 0 = all; the rest are counted
};

/// All findings that are new, then what could not be decided, then one closing line with the counts.
std::string to_text(const Report& report, const TextOptions& options);

/// One finding, at most 15 lines.
std::string to_text(const Finding& finding, const TextOptions& options);

} // namespace burler::report
