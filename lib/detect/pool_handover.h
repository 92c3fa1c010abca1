// What threads of a pool and the code that gives them work do to each other outside barriers and locks. The
// object of the pool is named by its class: a pool is handed through interfaces that do not show which one is
// meant (C handles), so fields of one class are compared, and the shapes below are narrow instead.
#pragma once

#include "detect/instance.h"
#include "detect/teams.h"

#include <set>
#include <vector>

namespace burler::detect {

/// A plain field is written and announced by a relaxed atomic of the same object; workers poll the atomic,
/// relaxed, and read the field. No lock, fence or other order in between.
struct RelaxedHandover {
  EventRef write, announce, poll, read;
};

/// A team function reads, after its last barrier, what a caller lent it: the caller runs the function as one
/// of the team and goes on without waiting for the others.
struct LateRead {
  EventRef read;    ///< in the team function
  EventRef barrier; ///< the last one before it
  EventRef lent;    ///< where the caller stores the pointer in the pool
  EventRef call;    ///< the caller's own run of the function
};

/// State of one team in a variable of the whole program: thread 0 resets it, a barrier of a pool that is a
/// parameter follows, and all threads change it. Two pools disturb each other.
struct StaticTeamState {
  EventRef reset, use, barrier;
};

class PoolHandover {
public:
  /// Linear in the events of the program, but for LateRead and RelaxedHandover: candidates times the events
  /// of their functions. Both must outlive it.
  PoolHandover(const EventIndex& index, const Teams& teams);

  std::vector<RelaxedHandover> relaxed() const;
  std::vector<LateRead> late_reads() const;
  std::vector<StaticTeamState> static_states() const;

private:
  bool waits(const EventRef& r) const;
  bool returns_without_waiting(const EventRef& call) const;
  bool is_fresh(const EventRef& write) const;
  std::vector<RelaxedHandover> announced(const EventRef& write) const;
  void late_reads_of(std::uint32_t team, std::vector<LateRead>& out) const;

  const EventIndex& index_;
  const Teams& teams_;
  std::set<std::uint32_t> workers_; ///< functions that threads run which outlive the call that starts them
};

} // namespace burler::detect
