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
    return std::min({belief, open(context, pair.a, pair.b), open(context, pair.b, pair.a)});
  }

private:
  /// Held on some paths only: `if (threaded) lock(); ... if (threaded) unlock();` is common, and then the
  /// other side does not exist where the lock is not taken. Not so when the lock was given back on some paths
  /// to the place, nor when this side has certainly started the other.
  static Belief open(VoteContext& context, const Instance& side, const Instance& other) {
    Facts& facts = context.facts;
    if (side.maybe == 0) return Belief::high;
    const SetId locks = facts.sets.unite(
        other.maybe, facts.sets.map(other.held, [](std::uint32_t item) { return lock_of(item); }));
    const SetId both = facts.sets.intersect(side.maybe, locks);
    if (facts.sets[both].empty()) return Belief::high;
    if (surely_started(context, side, other)) return Belief::medium;
    if (side.access->conditional) return Belief::low;
    const SetId loose = context.tree.canonical_paths(side.thread, side.access->at.loose);
    return facts.sets.intersect(both, loose) == both ? Belief::medium : Belief::low;
  }

  /// No branch decides whether the line of the other thread has been started here.
  static bool surely_started(VoteContext& context, const Instance& side, const Instance& other) {
    if (side.thread == other.thread || !context.tree.is_inside(other.thread, side.thread)) return false;
    const auto& threads = context.tree.threads();
    for (std::uint32_t t = other.thread; t != side.thread; t = static_cast<std::uint32_t>(threads[t].parent))
      if (const Fork* fork = context.tree.fork_of(threads[t]); fork == nullptr || !fork->sure) return false;
    return true;
  }
};

} // namespace

std::unique_ptr<Vote> make_lockset_vote() { return std::make_unique<Lockset>(); }

} // namespace burler::detect
