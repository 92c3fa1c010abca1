// Applies `// burler:allow(rule): reason` comments to findings.
#pragma once

#include "finding/finding.h"
#include "summary/program.h"

#include <string>
#include <vector>

namespace burler::detect {

/// Something to tell about a suppression comment itself: malformed, or covering nothing.
struct SuppressionNote {
  SourcePlace place;
  std::string text; ///< one line with the next step
};

/// Marks every finding that has a side or its primary place on a covered line and whose rule, or its area, is
/// named. A suppression without a reason covers nothing and is reported; so is one that covered nothing.
/// `root` as in Options::root.
std::vector<SuppressionNote> apply_suppressions(const summary::Program& program, const std::string& root,
                                                std::vector<Finding>& findings);

} // namespace burler::detect
