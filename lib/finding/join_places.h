// One report for all the places of one defect.
#pragma once

#include "finding/finding.h"

#include <vector>

namespace burler {

/// Findings with one rule, fingerprint, tier and state differ in their lines only: the first takes the sides
/// of the others that lie elsewhere, up to a bound. The rest of the order stays. Takes sealed findings; O(n
/// log n).
std::vector<Finding> join_places(std::vector<Finding> findings);

} // namespace burler
