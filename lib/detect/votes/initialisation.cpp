#include "detect/votes/vote.h"

#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {
namespace {

/// Under the lock of a one-time initialiser: call_once, or the guard of a function-local static.
bool initialises(const Facts& facts, const Instance& i) {
  const auto& items = facts.sets[i.held];
  return i.access->write && std::any_of(items.begin(), items.end(), [&](std::uint32_t item) {
           const summary::Type* type = declared_type(facts.program, facts.paths, facts.paths[lock_of(item)]);
           return type != nullptr && type->has(summary::type_sync);
         });
}

/// The initialiser itself has started the other's line.
bool started(VoteContext& context, const Instance& a, const Instance& b) {
  if (a.thread == b.thread || !context.tree.is_inside(b.thread, a.thread)) return false;
  std::int64_t child = b.thread;
  const auto& threads = context.tree.threads();
  while (threads[static_cast<std::size_t>(child)].parent != static_cast<std::int64_t>(a.thread))
    child = threads[static_cast<std::size_t>(child)].parent;
  const Fork* fork = context.tree.fork_of(threads[static_cast<std::size_t>(child)]);
  if (fork == nullptr) return false;
  Instance at_fork = a;
  at_fork.held = context.facts.sets.intersect(context.tree.canonical_held(a.thread, fork->at.held), a.held);
  return initialises(context.facts, at_fork);
}

/// What a one-time initialiser writes is usually complete before the threads that read it exist, in ways that
/// cannot be seen from the reader. Not so when both sides run as initialisers, each with a flag of its own,
/// or when the initialiser itself has started the reader.
class Initialisation final : public Vote {
public:
  std::string_view name() const override { return "initialisation"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    const bool a = initialises(context.facts, pair.a), b = initialises(context.facts, pair.b);
    if (a && b) return Belief::high;
    if (a) return started(context, pair.a, pair.b) ? Belief::high : Belief::low;
    if (b) return started(context, pair.b, pair.a) ? Belief::high : Belief::low;
    return Belief::high;
  }
};

} // namespace

std::unique_ptr<Vote> make_initialisation_vote() { return std::make_unique<Initialisation>(); }

} // namespace burler::detect
