#include "detect/votes/vote.h"

namespace burler::detect {
namespace {

bool is_barrier_phase(const Facts& facts, PathId object) {
  const auto& steps = facts.paths[object].steps;
  return !steps.empty() && steps.back().kind == StepKind::field && !steps.back().name;
}

/// Ordered by objects: what is later signalled (latch, promise, semaphore, condition, release store) on one
/// side has been waited for (acquire load) on the other before the access. And by barrier intervals: threads
/// running the same code meet in an interval only when one barrier, or the start, is the last one passed on
/// both sides.
class Order final : public Vote {
public:
  std::string_view name() const override { return "order"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    Facts& facts = context.facts;
    const auto& threads = context.tree.threads();
    const bool same_code = threads[pair.a.thread].entry == threads[pair.b.thread].entry;
    const auto ordered = [&](SetId before, SetId after) {
      for (const PathId object : facts.sets[facts.sets.intersect(before, after)])
        if (!same_code || !is_barrier_phase(facts, object)) return true;
      return false;
    };
    if (ordered(pair.a.followed, pair.b.awaited) || ordered(pair.b.followed, pair.a.awaited))
      return Belief::none;
    const SetId x = pair.a.access->at.barriers, y = pair.b.access->at.barriers;
    if (same_code && x != 0 && y != 0 && facts.sets.disjoint(x, y)) return Belief::none;
    return Belief::high;
  }
};

} // namespace

std::unique_ptr<Vote> make_order_vote() { return std::make_unique<Order>(); }

} // namespace burler::detect
