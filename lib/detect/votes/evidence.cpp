#include "detect/votes/vote.h"

namespace burler::detect {
namespace {

/// Without visible threads, that a class takes a lock around most accesses of a field says that it is shared;
/// a class that takes none says nothing.
class Evidence final : public Vote {
public:
  std::string_view name() const override { return "evidence"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    if (!pair.relation.assumed) return Belief::high;
    const auto found = context.usages.find(subject_of(context.facts, pair.a.path));
    if (found == context.usages.end()) return Belief::low;
    const Guard* guard = found->second.guard();
    if (guard == nullptr) return Belief::low;
    return guard->held >= 3 && guard->held + 1 >= found->second.accesses ? Belief::high : Belief::medium;
  }
};

} // namespace

std::unique_ptr<Vote> make_evidence_vote() { return std::make_unique<Evidence>(); }

std::vector<std::unique_ptr<Vote>> all_votes() {
  std::vector<std::unique_ptr<Vote>> votes;
  votes.push_back(make_conflict_vote());
  votes.push_back(make_same_object_vote());
  votes.push_back(make_lockset_vote());
  votes.push_back(make_parallel_vote());
  votes.push_back(make_ownership_vote());
  votes.push_back(make_partition_vote());
  votes.push_back(make_order_vote());
  votes.push_back(make_initialisation_vote());
  votes.push_back(make_evidence_vote());
  return votes;
}

} // namespace burler::detect
