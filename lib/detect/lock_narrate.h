// Sides of findings about locks.
#pragma once

#include "detect/narrate.h"

namespace burler::detect {

/// Where a lock was taken that is still held. `thread` may be empty.
Side side_of(const Analysis& analysis, HoldId hold, const std::string& thread);
/// The acquisition that waits, of one edge of a cycle.
Side side_of(const Analysis& analysis, const LockEdge& edge);

} // namespace burler::detect
