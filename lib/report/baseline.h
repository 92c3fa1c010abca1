// A baseline: the fingerprints a team has accepted, one a line, sorted, '#' starts a comment. Meant to be
// committed.
#pragma once

#include "base/result.h"
#include "finding/report.h"

#include <set>
#include <string>

namespace burler::report {

Result<std::set<std::string>> read_baseline(const std::string& path);

/// New findings whose fingerprint is in the baseline become state baseline.
void apply_baseline(Report& report, const std::set<std::string>& fingerprints);

/// The file's text for all findings that are not suppressed.
std::string baseline_text(const Report& report);

} // namespace burler::report
