#include "detect/lock_identity.h"
#include "detect/votes/vote.h"

#include <algorithm>

namespace burler::detect {
namespace {

/// A common lock ends it unless both hold it as readers. Locks that may be one lower the belief.
class Lockset final : public Vote {
public:
  std::string_view name() const override { return "lockset"; }
  int cost() const override { return 3; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    Facts& facts = context.facts;
    Belief belief = Belief::high;
    for (const std::uint32_t x : facts.sets[pair.a.held])
      for (const std::uint32_t y : facts.sets[pair.b.held]) {
        const bool excludes = mode_of(x) == LockMode::exclusive || mode_of(y) == LockMode::exclusive;
        if (excludes) belief = std::min(belief, apart(context, pair, lock_of(x), lock_of(y)));
        if (belief == Belief::none) return belief;
      }
    return correlated(facts, pair) ? std::min(belief, Belief::low) : belief;
  }

private:
  /// Held on some paths on one side: `if (threaded) lock(); ... if (threaded) unlock();` is common.
  static bool correlated(Facts& facts, const Pair& pair) {
    const auto locks = [&](const Instance& i) {
      return facts.sets.unite(i.maybe,
                              facts.sets.map(i.held, [](std::uint32_t item) { return lock_of(item); }));
    };
    if (pair.a.maybe == 0 && pair.b.maybe == 0) return false;
    return !facts.sets.disjoint(pair.a.maybe, locks(pair.b)) ||
           !facts.sets.disjoint(pair.b.maybe, locks(pair.a));
  }
};

} // namespace

std::unique_ptr<Vote> make_lockset_vote() { return std::make_unique<Lockset>(); }

} // namespace burler::detect
