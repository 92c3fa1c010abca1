// Who takes which lock while holding which: the lock graph and its dangerous cycles (Goodlock, Havelund 2000,
// with gate locks and thread filters as in Bensalem & Havelund 2005; here edges carry sets of acquisitions
// and cycles may have any length up to `longest_cycle`).
#pragma once

#include "detect/instance.h"

#include <vector>

namespace burler::detect {

/// Acquisition `site` takes `to` while its thread holds `from`.
struct LockEdge {
  PathId from = 0, to = 0;
  LockMode from_mode = LockMode::exclusive, to_mode = LockMode::exclusive;
  LockInstance site;
};

struct LockCycle {
  std::vector<LockEdge> edges; ///< edges[i].to == edges[i + 1].from, and the last leads back to the first
  Belief belief = Belief::high;
};

inline constexpr std::size_t longest_cycle = 6;

/// Minimal cycles: one per set of locks. Left out: edges by try-lock or inside one multi-lock; cycles with
/// two edges that cannot run in parallel, that share a gate lock, or that wait nowhere (readers behind
/// readers).
std::vector<LockCycle> find_lock_cycles(Facts& facts, const ThreadTree& tree,
                                        const std::vector<LockInstance>& acquisitions);

struct DoubleLock {
  Symbol function; ///< in whose summary both ends are seen first
  Acquisition again;
  PathId lock = 0; ///< in the terms of `function`
};

/// Acquisitions of a non-recursive lock that is held already on every path to it.
std::vector<DoubleLock> find_double_locks(Facts& facts);

} // namespace burler::detect
