// The one way every verb hands its report to the world: baseline, files, text, exit code.
#pragma once

#include "base/exit_code.h"
#include "base/result.h"
#include "finding/report.h"

#include <string>
#include <string_view>

namespace burler::report {

struct OutputRequest {
  std::string json;                   ///< file for burler-report/1, "-" = standard output, empty = none
  std::string sarif;                  ///< file for SARIF, likewise
  std::string baseline;               ///< baseline file to apply, empty = none
  bool quiet = false;                 ///< no text
  std::string root;                   ///< where relative paths of the report start, for quoting source lines
  std::size_t limit = 0;              ///< findings shown as text at most, 0 = all
  Confidence gate = Confidence::high; ///< findings below this tier do not make the exit code 1
};

/// Applies the baseline, normalises, writes every requested form and says the exit code:
/// findings if a new finding at or above the gate exists, else undecided if something was undecided or
/// nothing ran, else clean. A form that cannot be written is named on standard error and makes the result at
/// least `usage`; the other forms are still written. A reader that closed our pipe is not an error.
ExitCode emit(Report report, const OutputRequest& request, bool something_ran);

/// Writes `text` to a temporary file beside `path` and renames it, so readers never see half a file; "-" is
/// stdout.
Status write_whole(const std::string& path, std::string_view text);

/// True when text should be coloured: standard output is a terminal and NO_COLOR is unset.
bool wants_colour();

} // namespace burler::report
