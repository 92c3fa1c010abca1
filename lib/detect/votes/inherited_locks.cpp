#include "detect/votes/vote.h"

namespace burler::detect {
namespace {

struct Held {
  std::uint32_t item, holder;
};

std::vector<Held> protection(const VoteContext& context, const Instance& i) {
  std::vector<Held> all;
  for (const std::uint32_t item : context.facts.sets[i.held])
    all.push_back({item, i.thread});
  for (const InheritedLock& lock : context.tree.inherited(i.thread))
    all.push_back({lock.item, lock.holder});
  return all;
}

/// A lock that an ancestor holds for a thread's whole life protects the thread like one of its own, against
/// everybody but that ancestor and what else it started. And who takes a lock that was held at its birth
/// comes after the holder has given it back.
class InheritedLocks final : public Vote {
public:
  std::string_view name() const override { return "inherited-locks"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    ThreadTree& tree = context.tree;
    const bool any = !tree.inherited(pair.a.thread).empty() || !tree.inherited(pair.b.thread).empty();
    if (any)
      for (const Held& x : protection(context, pair.a))
        for (const Held& y : protection(context, pair.b))
          if (lock_of(x.item) == lock_of(y.item) && x.holder != y.holder &&
              (mode_of(x.item) == LockMode::exclusive || mode_of(y.item) == LockMode::exclusive))
            return Belief::none;
    const PointState& a = pair.a.access->at;
    const PointState& b = pair.b.access->at;
    return tree.after_unlock(pair.a.thread, a, pair.b.thread, b) ||
                   tree.after_unlock(pair.b.thread, b, pair.a.thread, a)
               ? Belief::none
               : Belief::high;
  }
};

} // namespace

std::unique_ptr<Vote> make_inherited_locks_vote() { return std::make_unique<InheritedLocks>(); }

} // namespace burler::detect
