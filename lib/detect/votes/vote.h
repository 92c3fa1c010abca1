// One independent opinion on whether two accesses race. A pair races only as far as every vote believes it;
// Belief::none from one vote ends it. Each vote is a file of its own and can be tested and left out alone.
#pragma once

#include "detect/guard_inference.h"
#include "detect/instance.h"

#include <map>
#include <memory>
#include <string>
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
  /// Votes are asked from cheap to dear; the answer does not depend on the order.
  virtual int cost() const { return 10; }
  virtual Belief operator()(VoteContext& context, const Pair& pair) const = 0;
};

/// Every vote, in the order of cost(); the build collects the files of this folder: votes/<name>.cpp defines
/// make_<name>_vote(). Votes named in `disabled` are left out (ablation).
std::vector<std::unique_ptr<Vote>> all_votes(const std::vector<std::string>& disabled = {});
std::vector<std::string> vote_names();

} // namespace burler::detect
