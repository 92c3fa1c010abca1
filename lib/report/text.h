// Findings for a person: at most 15 lines each, in the names of the source.
#pragma once

#include "finding/report.h"

#include <string>

namespace burler::report {

class SourceLines;

struct TextOptions {
  bool colour = false;
  bool source_lines = true;          ///< quote the source line of each side when its file can be read
  std::string root;                  ///< where relative paths start; empty = current directory
  std::size_t limit = 0;             ///< findings printed at most, 0 = all; the rest are counted
  std::size_t most_lines = 15;       ///< of one finding; what must stay may need more than a smaller number
  Confidence gate = Confidence::low; ///< new findings below it are marked as not deciding the exit code
};

/// All findings that are new, then what could not be decided, then one closing line with the counts.
std::string to_text(const Report& report, const TextOptions& options);

/// One finding, at most 15 lines. When it has more to say, the lines that matter least go first: callers,
/// then thread births, then quoted source lines. Message, sides, fix and replay command always stay.
std::string to_text(const Finding& finding, const TextOptions& options);

/// The same with a shared reader, so that a report of many findings reads each source file once.
std::string to_text(const Finding& finding, const TextOptions& options, SourceLines& lines);

/// Whether "holding no lock" tells a reader something; in kernels and streams it would only puzzle.
bool locks_matter(const Finding& finding);

/// The story of a finding, one line a step with the threads as columns; empty without a witness.
std::string witness_text(const Finding& finding);

} // namespace burler::report
