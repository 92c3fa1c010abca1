// Stale decisions: a value is tested in one critical section and acted upon in a later one of the same lock
// (atomicity violations of the kind "check in section 1, use in section 2"; Flanagan and Qadeer, PLDI 2003;
// Lu et al., ASPLOS 2008, count them among the commonest concurrency bugs). Sections inside called functions
// count too, so that `if (!q.empty()) q.pop()` on a queue that locks in both calls is one.
#pragma once

#include "detect/analysis.h"

#include <vector>

namespace burler::detect {

struct StaleDecision {
  Belief belief = Belief::medium;
  Symbol function;
  const Access* test = nullptr;
  const Access* act = nullptr;
  PathId lock = 0;
};

/// One per function and object. Quadratic in the locked accesses of a function to one object.
std::vector<StaleDecision> find_stale_decisions(const Analysis& analysis);

} // namespace burler::detect
