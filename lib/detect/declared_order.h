// ACQUIRED_BEFORE and ACQUIRED_AFTER as an order over lock declarations (clang/docs/ThreadSafetyAnalysis):
// contradicted by what the program does, or by itself.
#pragma once

#include "detect/guard_inference.h"

#include <vector>

namespace burler::detect {

struct OrderBreach {
  Belief belief = Belief::high;
  /// Each is declared to be acquired before the next. One lock taken against the order: from the lock that is
  /// taken to the one that is held. The declarations contradict each other: the first lock is the last, too.
  std::vector<Subject> declared;
  Symbol entry; ///< the function that takes them in the wrong order; none for contradictory declarations
  HoldId hold = 0;
  PathId lock = 0; ///< taken too late, in the terms of `entry`
  SetId held = 0;
  Origin origin;
};

/// One per pair of source places. Linear in the acquisitions of the summaries, times the declared locks.
std::vector<OrderBreach> find_order_breaches(Facts& facts);

/// Where the lock is declared.
summary::Place declaration_of(const summary::Program& program, const Subject& lock);

} // namespace burler::detect
