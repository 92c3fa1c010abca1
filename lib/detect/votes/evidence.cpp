#include "detect/votes/vote.h"

#include <algorithm>

namespace burler::detect {
namespace {

bool writes_without(const Facts& facts, const Instance& i, const Guard& guard) {
  const auto& items = facts.sets[i.held];
  return i.access->write && std::none_of(items.begin(), items.end(), [&](std::uint32_t item) {
           return subject_of(facts, lock_of(item)) == guard.lock;
         });
}

/// Without visible threads, that a class takes a lock around most accesses of a field says that it is shared;
/// a class that takes none says nothing. Never more than medium: RacerD restricts itself in the same way for
/// C++.
class Evidence final : public Vote {
public:
  std::string_view name() const override { return "evidence"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    if (!pair.relation.assumed) return Belief::high;
    const auto found = context.usages.find(subject_of(context.facts, pair.a.path));
    if (found == context.usages.end()) return Belief::low;
    const Guard* guard = found->second.guard();
    if (guard == nullptr) return Belief::low;
    // Setting up and tearing down without the lock is common; reading past the lock is the telling case.
    return writes_without(context.facts, pair.a, *guard) || writes_without(context.facts, pair.b, *guard)
               ? Belief::low
               : Belief::medium;
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
