#include "detect/votes/vote.h"

#include <algorithm>

namespace burler::detect {
namespace {

/// Two instances of one thread have their own locals and heap; so has each round of the loop that starts
/// them.
class Ownership final : public Vote {
public:
  std::string_view name() const override { return "ownership"; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    if (unpublished(context, pair.a) || unpublished(context, pair.b)) return Belief::none;
    if (pair.relation.split < 0)
      return newer(context, pair.a, pair.b) || newer(context, pair.b, pair.a) ? Belief::none : Belief::high;
    const PathRoot root = context.facts.paths[pair.a.path].root;
    const std::int64_t owner = context.facts.paths.owner(root);
    if (owner < 0) return Belief::high;
    // What one instance has let others know is no longer its own.
    if ((pair.a.may() || pair.b.may()) && context.tree.points_to().reachable_from_globals(root))
      return Belief::high;
    if (context.tree.is_inside(owner, pair.relation.split)) return Belief::none;
    for (std::int64_t t = pair.a.thread; t >= 0;
         t = context.tree.threads()[static_cast<std::size_t>(t)].parent) {
      if (!context.tree.is_inside(t, pair.relation.split)) break;
      const Thread& thread = context.tree.threads()[static_cast<std::size_t>(t)];
      const Fork* fork = context.tree.fork_of(thread);
      if (fork == nullptr) continue;
      for (const PathId fresh : context.facts.sets[fork->fresh]) {
        const PathId mine = context.tree.canonical(static_cast<std::uint32_t>(thread.parent), fresh);
        if (mine != 0 && context.facts.paths[mine].root == root) return Belief::none;
      }
    }
    return Belief::high;
  }

private:
  /// The maker is at work on an object that it has not told anybody of.
  static bool unpublished(VoteContext& context, const Instance& i) {
    const SetId fresh = i.access->at.fresh;
    if (fresh == 0) return false;
    const AccessPath& path = context.facts.paths[i.access->path];
    const bool direct = std::none_of(path.steps.begin(), path.steps.end(),
                                     [](const PathStep& s) { return s.kind == StepKind::deref; });
    return direct && context.facts.sets.contains(fresh, context.facts.paths.root_of(i.access->path));
  }

  /// The parent is at work on an object made after its child (and all that the child started) began.
  static bool newer(VoteContext& context, const Instance& parent, const Instance& child) {
    if (parent.thread == child.thread || !context.tree.is_inside(child.thread, parent.thread)) return false;
    std::int64_t t = child.thread;
    const auto& threads = context.tree.threads();
    while (threads[static_cast<std::size_t>(t)].parent != static_cast<std::int64_t>(parent.thread))
      t = threads[static_cast<std::size_t>(t)].parent;
    const Thread& first = threads[static_cast<std::size_t>(t)];
    const Fork* fork = context.tree.fork_of(first);
    if (fork == nullptr || !context.facts.sets.contains(parent.access->at.stale, first.fork + 1))
      return false;
    for (const PathId fresh : context.facts.sets[fork->fresh]) {
      const PathId mine = context.tree.canonical(parent.thread, fresh);
      if (mine != 0 && context.facts.paths[mine].root == context.facts.paths[parent.path].root) return true;
    }
    return false;
  }
};

} // namespace

std::unique_ptr<Vote> make_ownership_vote() { return std::make_unique<Ownership>(); }

} // namespace burler::detect
