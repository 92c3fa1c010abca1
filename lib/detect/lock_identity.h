// Are the locks held on two sides different ones?
#pragma once

#include "detect/votes/vote.h"

namespace burler::detect {

/// How sure it is that lock `a` of the first side is not lock `b` of the second; none: they are one lock.
/// Locks of an array (one per bucket, layer, slot) are one when each side chose its lock by the index by
/// which it chose the accessed element: symbolic locksets in the sense of LOCKSMITH (Pratikakis, Foster,
/// Hicks, PLDI 2006).
Belief apart(VoteContext& context, const Pair& pair, PathId a, PathId b);

} // namespace burler::detect
