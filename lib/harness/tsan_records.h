// Reads what lib/tsan writes from inside a program under the real ThreadSanitizer: its text, then one record
// per report.
#pragma once

#include "harness/raw_finding.h"

#include <string_view>
#include <vector>

namespace burler::harness {

struct TsanLog {
  bool hello = false;               ///< the engine's library was in the program
  std::vector<RawFinding> findings; ///< in the order reported
};

/// Never fails: an incomplete record (the program was killed while writing) is left out, unknown lines are
/// skipped.
TsanLog read_tsan_log(std::string_view text);

/// "data-race" -> "race/data-race"; what has no rule of its own becomes "thread/misuse".
std::string rule_of_tsan(std::string_view report_type);

} // namespace burler::harness
