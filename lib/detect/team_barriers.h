// Barriers of a team that not all of its threads come to. A branch whose outcome differs between the threads
// splits the team: with a barrier on one side only, those that took it wait for ever (barrier divergence as
// in Betts et al., GPUVerify, OOPSLA 2012). The outcome differs when the condition depends on the number of
// the thread, or on shared state that a thread of the team changes between the same two barriers, so that
// some test it before and some after the change.
#pragma once

#include "detect/instance.h"
#include "detect/teams.h"

#include <optional>
#include <vector>

namespace burler::detect {

struct BarrierBreach {
  EventRef barrier;               ///< what only one side comes to: a barrier, or a call with one inside
  std::uint32_t block = 0;        ///< of the branch, in the barrier's function
  summary::Place left;            ///< where the other threads leave, or the branch
  AccessPath asked;               ///< what differs
  std::optional<EventRef> change; ///< shared state: the change between two barriers
  Belief belief = Belief::medium;
};

/// One breach per barrier and cause, in the order of the program. Quadratic in the blocks of functions that
/// meet at barriers.
std::vector<BarrierBreach> find_barrier_breaches(const EventIndex& index, const Teams& teams);

} // namespace burler::detect
