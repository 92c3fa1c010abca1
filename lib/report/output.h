// The one way every verb hands its report to the world: suppressions, baseline, files, text, exit code.
#pragma once

#include "base/exit_code.h"
#include "base/result.h"
#include "finding/report.h"
#include "report/whole_file.h"

#include <string>

namespace burler::report {

struct OutputRequest {
  std::string json;                   ///< file for burler-report/1, "-" = standard output, empty = none
  std::string sarif;                  ///< file for SARIF, likewise
  std::string baseline;               ///< baseline file to apply, empty = none
  std::string suppressions;           ///< suppression file to apply, empty = none
  bool quiet = false;                 ///< no text
  std::string root;                   ///< where relative paths of the report start, for quoting source lines
  std::size_t limit = 0;              ///< findings shown as text at most, 0 = all
  Confidence gate = Confidence::high; ///< findings below this tier do not make the exit code 1
};

/// Applies suppressions and baseline, normalises, writes every requested form and says the exit code:
/// findings if a new finding at or above the gate exists, else undecided if something was undecided or
/// nothing ran (which the report then says), else clean. A form that cannot be written is named on standard
/// error and makes the result `usage`; the other forms are still written. A reader that closed our pipe is
/// not an error and does not change the exit code (SIGPIPE is ignored from here on).
ExitCode emit(Report report, const OutputRequest& request, bool something_ran);

/// The exit code of a report whose states are settled.
ExitCode verdict(const Report& report, Confidence gate);

/// JSON as files hold it: indented, ending in a line feed; bytes that are not UTF-8 are replaced.
std::string json_text(const nlohmann::json& document);

/// True when text should be coloured: standard output is a terminal and NO_COLOR is unset or empty
/// (no-color.org).
bool wants_colour();

} // namespace burler::report
