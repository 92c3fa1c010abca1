// Data races that are the standard library's own and that no user can repair: told apart by the two library
// functions they lie in.
#pragma once

#include "harness/raw_finding.h"
#include "harness/symbolizer.h"

namespace burler::harness {

/// True when every side of a race lies in a library function with a known harmless race, called from user
/// code. O(frames inlined at the sides), after symbolising.
bool is_library_defect(const RawFinding& finding, Symbolizer& symbolizer);

} // namespace burler::harness
