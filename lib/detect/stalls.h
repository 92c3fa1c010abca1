// Waits and calls of registered code with a lock held: which of them can stand still for ever because what
// they wait for needs the lock.
#pragma once

#include "detect/guard_inference.h"
#include "detect/instance.h"

#include <vector>

namespace burler::detect {

class EventIndex;

/// Thread `thread` may stand still at `wait` while it holds `hold`.
struct Stall {
  std::uint32_t thread = 0;
  Wait wait; ///< in the summary of the thread's entry
  HoldId hold = 0;
  PathId lock = 0; ///< canonical, or in the terms of the thread's entry
  Belief belief = Belief::low;
  bool certain = false;                ///< what is waited for needs the lock itself
  const Acquisition* needed = nullptr; ///< certain, or the acquisition of another thread that has to wait
  std::uint32_t needing = 0;           ///< the thread of `needed`
};

/// One for each place and lock, by the surest thread. Left out: waits whose only lock is the one they give
/// back, and calls whose targets are all known (their own acquisitions are in the lock graph).
/// At worst, waits with locks times acquisitions of the same lock.
std::vector<Stall> find_stalls(Facts& facts, ThreadTree& tree, const EventIndex& events);

} // namespace burler::detect
