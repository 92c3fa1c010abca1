// Who takes which lock while holding which: the lock graph and its dangerous cycles (Goodlock, Havelund 2000,
// with gate locks and thread filters as in Bensalem & Havelund 2005; here edges carry sets of acquisitions
// and cycles may have any length up to `longest_cycle`). The graph is searched twice: with locks told apart
// by object, and with locks of one class field taken together, where the objects are known to a caller only.
#pragma once

#include "detect/guard_inference.h"
#include "detect/instance.h"

#include <vector>

namespace burler::detect {

/// Acquisition `site` takes `to` while its thread holds `from`, taken at `hold`.
struct LockEdge {
  PathId from = 0, to = 0; ///< canonical, or in the terms of the thread's entry
  bool exact_from = false, exact_to = false;
  LockMode from_mode = LockMode::exclusive, to_mode = LockMode::exclusive;
  bool surely_held = false; ///< on every path to the acquisition
  HoldId hold = 0;
  LockInstance site;
};

struct LockCycle {
  std::vector<LockEdge> edges;  ///< edges[i].to is edges[i + 1].from, and the last leads back to the first
  std::vector<LockEdge> others; ///< further acquisitions that close the same cycle of locks
  Belief belief = Belief::high;
};

inline constexpr std::size_t longest_cycle = 6;

/// Minimal cycles: one per set of locks. Left out: edges by try-lock or inside one multi-lock; cycles with
/// two edges that cannot run in parallel, that share a gate lock, that wait nowhere (readers behind readers),
/// or whose edges all follow one comparison of the objects.
std::vector<LockCycle> find_lock_cycles(Facts& facts, const ThreadTree& tree,
                                        const std::vector<LockInstance>& acquisitions);

/// May the two paths, of which at least one is known to its caller only, name one lock? By their last fields,
/// back to the first unknown.
bool may_be_same_lock(const Facts& facts, PathId a, PathId b);

struct DoubleLock {
  Symbol function; ///< in whose summary both ends are seen first
  Acquisition again;
  HoldId first = 0;      ///< where it was taken before
  PathId lock = 0;       ///< in the terms of `function`
  bool doubtful = false; ///< some object of that name may be a recursive lock, or it may be another lock
  bool gated = false;    ///< taken again only under a branch of a called function, which arguments may decide
};

/// Acquisitions of a non-recursive lock that is held already on every path to it.
std::vector<DoubleLock> find_double_locks(Facts& facts, ThreadTree& tree);

} // namespace burler::detect
