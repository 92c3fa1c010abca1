// One independent opinion on whether two accesses race. A pair races only as far as every vote believes it;
// Belief::none from one vote ends it. Each vote is a file of its own and can be tested and left out alone.
#pragma once

#include "detect/guard_inference.h"
#include "detect/instance.h"

#include <map>
#include <memory>
#include <string_view>
#include <vector>

namespace burler::detect {

struct Pair {
  const Instance& a;
  const Instance& b;
  Relation relation;
};

struct VoteContext {
  Facts& facts;
  ThreadTree& tree;
  const std::map<Subject, Usage>& usages;
};

class Vote {
public:
  virtual ~Vote() = default;
  virtual std::string_view name() const = 0;
  virtual Belief operator()(VoteContext& context, const Pair& pair) const = 0;
};

std::unique_ptr<Vote> make_conflict_vote();       ///< one writes, not both atomic
std::unique_ptr<Vote> make_same_object_vote();    ///< the paths name overlapping memory
std::unique_ptr<Vote> make_parallel_vote();       ///< thread identity, fork and join
std::unique_ptr<Vote> make_lockset_vote();        ///< no common lock in an excluding mode
std::unique_ptr<Vote> make_ownership_vote();      ///< not one object per thread instance
std::unique_ptr<Vote> make_partition_vote();      ///< not one element per thread
std::unique_ptr<Vote> make_order_vote();          ///< not ordered by signals, releases, barriers
std::unique_ptr<Vote> make_initialisation_vote(); ///< not a one-time initialiser
std::unique_ptr<Vote>
make_evidence_vote(); ///< users of a class: the locks it takes elsewhere say it is shared

/// All of them, cheapest first.
std::vector<std::unique_ptr<Vote>> all_votes();

} // namespace burler::detect
