// Which allocations the rest of the program cannot know yet, and which records of a function concern others.
#include "detect/function_analysis.h"

#include <set>

namespace burler::detect {

/// The address of the object has been handed on: it, and what was put into other fresh objects, is fresh no
/// more.
void FunctionAnalysis::publish(FlowState& state, PathId object) {
  if (object == 0) return;
  const PathId root = facts_.paths.root_of(object);
  if (emitting_) note_published(object, root);
  if (!facts_.sets.contains(state.at.fresh, root)) return;
  state.at.fresh = facts_.sets.erase_if(
      state.at.fresh, [&](std::uint32_t f) { return f == root || facts_.sets.contains(linked_, f); });
}

/// Only what is reached from the caller's arguments can be fresh to the caller.
void FunctionAnalysis::note_published(PathId object, PathId root) {
  const RootKind kind = facts_.paths[object].root.kind;
  if (kind != RootKind::formal && kind != RootKind::self) return;
  published_.insert(out_.published_whole ? root : object);
  if (out_.published_whole || published_.size() <= most_published) return;
  out_.published_whole = true;
  std::set<PathId> roots;
  for (const PathId p : published_)
    roots.insert(facts_.paths.root_of(p));
  published_ = std::move(roots);
}

void FunctionAnalysis::publish_reachable(FlowState& state, const std::vector<PathId>& things) {
  PathContext context = facts_.context();
  for (const PathId p : things) {
    publish(state, p);
    if (p != 0) publish(state, state.env.resolve(context, facts_.paths.add_deref(p)));
  }
  if (state.at.fresh == 0 && !emitting_) return;
  for (const auto& [key, binding] : snapshot(state, things))
    publish(state, binding.target);
}

/// A pointer to an object is stored: in a variable of this function, in a fresh object, or where others may
/// look.
void FunctionAnalysis::note_store(FlowState& state, PathId key, PathId source, bool by_reference) {
  if (key == 0 || source == 0) return;
  PathContext context = facts_.context();
  const PathId object = by_reference ? source : state.env.resolve(context, facts_.paths.add_deref(source));
  if (object == 0) return;
  const AccessPath& place = facts_.paths[key];
  const bool own = place.root.kind == RootKind::local || place.root.kind == RootKind::call_result;
  bool through = false;
  for (const PathStep& s : place.steps)
    through = through || s.kind == StepKind::deref;
  if (own && !through) return;
  if (facts_.sets.contains(state.at.fresh, facts_.paths.root_of(key)) && !through)
    linked_ = facts_.sets.insert(linked_, facts_.paths.root_of(object));
  else
    publish(state, object);
}

/// Locals that no other thread can reach are nobody's business.
void FunctionAnalysis::drop_private(Summary& out) {
  std::set<PathRoot> shared, leads; // reachable by others; pointers that lead to what others can reach
  const auto root = [&](PathId p) { return facts_.paths[p].root; };
  const auto own = [&](const PathRoot& r) {
    return r.kind == RootKind::local || r.kind == RootKind::allocation || r.kind == RootKind::call_result;
  };
  const auto share = [&](PathId p) { return p != 0 && shared.insert(root(p)).second; };
  for (const Fork& f : out.forks) {
    share(f.self);
    for (const PathId p : f.operands)
      share(p);
    for (const auto& [key, binding] : f.snapshot)
      share(binding.target);
  }
  for (const auto& [key, binding] : out.stores)
    share(binding.target);
  share(out.returned);
  for (const Binding& b : out.may_return)
    share(b.target);
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& [key, binding] : out.kept) {
      const PathRoot holder = root(key);
      if (binding.target == 0) continue;
      const PathRoot target = root(binding.target);
      const bool outside = !own(target) || shared.contains(target) || leads.contains(target);
      if (outside) grown = leads.insert(holder).second || grown;
      const bool through = facts_.paths[key].steps.size() > 0 && leads.contains(holder);
      if (shared.contains(holder) || through) grown = share(binding.target) || grown;
    }
  }
  const auto is_private = [&](PathId p) {
    const PathRoot r = root(p);
    if (!own(r) || shared.contains(r)) return false;
    if (!leads.contains(r)) return true;
    for (const PathStep& s : facts_.paths[p].steps)
      if (s.kind == StepKind::deref) return false;
    return true;
  };
  std::erase_if(out.accesses, [&](const Access& a) { return is_private(a.path); });
  std::erase_if(out.values, [&](const ValueAccess& a) { return is_private(a.path); });
  std::erase_if(out.kept, [&](const AliasEnv::Entry& e) {
    return !shared.contains(root(e.first)) && !leads.contains(root(e.first));
  });
}

} // namespace burler::detect
