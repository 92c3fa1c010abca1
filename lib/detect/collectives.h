// Collective operations of ranks (MPI, NCCL): do all ranks of a communicator come to the same ones in the
// same order? A branch on the rank splits the ranks; the collectives that only one side can reach must be
// matched by the same ones on the other (PARCOACH, Saillard et al., EuroMPI 2013: collectives against the
// branches they depend on; here the two sides are compared by the operations that are theirs alone, calls
// included).
#pragma once

#include "detect/event_index.h"
#include "detect/instance.h"

#include <optional>
#include <vector>

namespace burler::detect {

struct CollectiveBreach {
  enum class Kind {
    split,      ///< a branch on the rank decides who comes to `first`
    two_orders, ///< two threads use two communicators in opposite order: first, second and other[0], other[1]
    open_group, ///< a way out of the function leaves the group open that `first` began
    no_group,   ///< `first` ends a group that no path began
  };
  Kind kind = Kind::split;
  Belief belief = Belief::medium;
  EventRef first;
  std::optional<EventRef> second;
  std::vector<EventRef> other;
  std::uint32_t function = 0;
};

/// In the order of the program. Quadratic in the blocks of functions that both know a rank and use
/// collectives.
std::vector<CollectiveBreach> find_collective_breaches(const EventIndex& index);

} // namespace burler::detect
