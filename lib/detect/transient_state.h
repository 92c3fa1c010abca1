// Assertions that can see a number which another thread leaves only for a moment: it changes the number in
// one critical section and takes the change back in the next, while the assertion demands the number as it is
// at rest under a lock that is free in between. Every single access is guarded, so this is no data race; it
// is the unserialisable write-read-write of Lu et al. (AVIO, ASPLOS 2006), with the assertion as the proof
// that the state in between is not meant to be seen.
#pragma once

#include "detect/races.h"

#include <string>
#include <vector>

namespace burler::detect {

struct TransientState {
  Race race; ///< a: the assertion, b: the write that is taken back
  const ValueAccess* demand = nullptr;
  const ValueAccess* change = nullptr;
};

/// `values`: instances of ValueAccess. The pairs that all votes believe, between threads in sight (not
/// callers that are only assumed), with a lock in common at the two accesses themselves: without one it is a
/// data race.
std::vector<TransientState> find_transient_states(VoteContext context, const std::vector<Instance>& values,
                                                  const std::vector<std::string>& disabled = {});

} // namespace burler::detect
