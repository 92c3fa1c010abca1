// Decides every pair of accesses to one object by the votes, and picks the pairs worth telling.
#pragma once

#include "detect/votes/vote.h"

#include <functional>
#include <string>
#include <vector>

namespace burler::detect {

struct Race {
  Instance a, b; ///< a is the side to look at first: the one without the guard, or the write
  Belief belief = Belief::low;
  Relation relation;
  Subject subject;
};

/// Every access that races is in at least one of the returned pairs of its subject, except that accesses
/// which hold the inferred guard appear only as the other side. Most believed first within a subject.
/// `disabled`: names of votes that are not asked. `wanted`: which pairs are looked at, when not all are.
std::vector<Race> find_races(VoteContext context, const std::vector<Instance>& instances,
                             const std::vector<std::string>& disabled = {},
                             const std::function<bool(const Instance&, const Instance&)>& wanted = {});

} // namespace burler::detect
