// What changed between two reports, by fingerprint.
#pragma once

#include "finding/report.h"

#include <vector>

namespace burler::report {

struct Difference {
  std::vector<Finding> added;     ///< only in the newer report
  std::vector<Finding> fixed;     ///< only in the older report
  std::vector<Finding> unchanged; ///< in both, as the newer report has them
};

Difference diff(const Report& older, const Report& newer);

} // namespace burler::report
