// What changed between two reports, by fingerprint.
#pragma once

#include "finding/report.h"

#include <vector>

namespace burler::report {

struct Difference {
  std::vector<Finding> added;     ///< new in the newer report, unknown to (or only suppressed in) the older
  std::vector<Finding> fixed;     ///< in the older report, suppressed ones apart, and not in the newer
  std::vector<Finding> unchanged; ///< the rest of the newer report
};

/// When the newer report has undecided entries, `fixed` may hold findings that were merely not seen.
/// O(n log n).
Difference diff(const Report& older, const Report& newer);

} // namespace burler::report
