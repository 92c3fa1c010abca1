#include "detect/repeated_allocation.h"
#include "detect/votes/vote.h"

#include <algorithm>
#include <map>

namespace burler::detect {
namespace {

bool has_lock(const summary::Program& program, const PathStep& step) {
  const summary::Class* c = step.kind == StepKind::field ? program.find_class(step.owner) : nullptr;
  return c != nullptr && std::any_of(c->fields.begin(), c->fields.end(),
                                     [](const summary::Field& f) { return f.type.has(summary::type_lock); });
}

/// One path is the other or a part of the same object. Index texts are the partition vote's business.
class SameObject final : public Vote {
public:
  std::string_view name() const override { return "same-object"; }
  int cost() const override { return 1; }
  Belief operator()(VoteContext& context, const Pair& pair) const override {
    const AccessPath& a = context.facts.paths[pair.a.path];
    const AccessPath& b = context.facts.paths[pair.b.path];
    if (a.root != b.root) return Belief::none;
    const AccessPath& longer = a.steps.size() > b.steps.size() ? a : b;
    const std::size_t both = std::min(a.steps.size(), b.steps.size());
    for (std::size_t i = 0; i < both; ++i) {
      const PathStep& x = a.steps[i];
      const PathStep& y = b.steps[i];
      if (x.kind != y.kind || (x.kind == StepKind::field && (x.name != y.name || x.owner != y.owner)))
        return Belief::none;
    }
    // An object with a lock in it cannot be copied or assigned whole: only its address was passed on.
    const bool whole = ((pair.a.access->flags | pair.b.access->flags) & summary::flag_whole) != 0;
    if (!whole && both < longer.steps.size() && has_lock(context.facts.program, longer.steps[both]))
      return Belief::none;
    for (std::size_t i = both; i < longer.steps.size(); ++i)
      if (longer.steps[i].kind == StepKind::deref) return Belief::none;
    std::size_t hops = 0;
    for (const PathStep& s : longer.steps)
      hops += s.kind == StepKind::deref;
    if (context.facts.paths.is_merged(context.facts.paths.original(a.root))) return Belief::low;
    if (some_node(context, pair.a) || some_node(context, pair.b)) return Belief::low;
    if (pair.a.access->walked || pair.b.access->walked) return Belief::medium;
    // Several hops through pointers that somebody may have moved on in between.
    return hops > 2 ? Belief::medium : Belief::high;
  }

private:
  /// By a pointer of the thread's own to one of the objects that a loop has made, such as a node that it has
  /// taken out of a list: it is unlikely to be the object that the other side is at.
  bool some_node(const VoteContext& context, const Instance& i) const {
    const Facts& facts = context.facts;
    if (!i.may() || facts.paths.owner(facts.paths[i.named].root) < 0) return false;
    const PathRoot root = facts.paths.original(facts.paths[i.path].root);
    const auto [entry, added] = in_loop_.try_emplace(root, false);
    if (added) entry->second = made_in_loop(facts, root);
    return entry->second;
  }

  mutable std::map<PathRoot, bool> in_loop_;
};

} // namespace

std::unique_ptr<Vote> make_same_object_vote() { return std::make_unique<SameObject>(); }

} // namespace burler::detect
