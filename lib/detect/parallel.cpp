// May two places happen in parallel? From fork and join order along the thread tree. The idea of thread
// creation trees with must-join information follows Goblint's thread analyses (Schwarz et al., SAS 2021/23)
// in spirit; here the live activities are a set per place, so "before the fork" and "after the join" fall
// out.
#include "detect/thread_tree.h"

#include <algorithm>

namespace burler::detect {

bool ThreadTree::is_inside(std::int64_t thread, std::int64_t ancestor) const {
  while (thread >= 0 && thread != ancestor)
    thread = threads_[static_cast<std::size_t>(thread)].parent;
  return thread == ancestor;
}

bool ThreadTree::called_from_outside(std::uint32_t thread) const {
  for (std::int64_t t = thread; t >= 0; t = threads_[static_cast<std::size_t>(t)].parent) {
    const Thread::Kind kind = threads_[static_cast<std::size_t>(t)].kind;
    if (kind == Thread::Kind::method || kind == Thread::Kind::caller || kind == Thread::Kind::world)
      return true;
  }
  return false;
}

std::uint32_t ThreadTree::root_of(std::uint32_t thread) const {
  while (threads_[thread].parent >= 0)
    thread = static_cast<std::uint32_t>(threads_[thread].parent);
  return thread;
}

std::uint32_t ThreadTree::child_towards(std::uint32_t ancestor, std::uint32_t thread) const {
  while (threads_[thread].parent != static_cast<std::int64_t>(ancestor))
    thread = static_cast<std::uint32_t>(threads_[thread].parent);
  return thread;
}

bool ThreadTree::child_active(std::uint32_t child, std::uint32_t, const PointState& at) const {
  return facts_.sets.contains(at.active, threads_[child].fork + 1);
}

/// A local variable of the function that starts the thread is its only handle: the function does not return
/// before the thread has ended, or has given the handle away.
bool ThreadTree::ends_with_starter(std::uint32_t thread) const {
  const Fork* fork = fork_of(threads_[thread]);
  const auto& handles = facts_.sets[fork->handles];
  return (fork->flags & summary::flag_detached) == 0 && !handles.empty() &&
         std::all_of(handles.begin(), handles.end(), [&](PathId h) {
           return facts_.paths.original(facts_.paths[h].root).kind == RootKind::local;
         });
}

Relation ThreadTree::related_by_class(std::uint32_t a, const PointState& pa, std::uint32_t b,
                                      const PointState& pb, std::uint32_t world) const {
  const std::uint32_t ca = child_towards(world, a), cb = child_towards(world, b);
  const bool direct_a = ca == a, direct_b = cb == b;
  const bool life_a = threads_[ca].kind == Thread::Kind::life,
             life_b = threads_[cb].kind == Thread::Kind::life;
  if (direct_a && direct_b)
    return {!life_a && !life_b, true, ca == cb ? static_cast<std::int64_t>(ca) : -1, false};
  if (!direct_a && !direct_b) return {true, !(life_a && life_b), -1, false};
  // One side is a thread that the object started, the other a method: it may be called while the thread runs,
  // unless it has joined the thread, or is the constructor.
  const std::uint32_t inner = direct_a ? b : a, method = direct_a ? a : b;
  const PointState& at = direct_a ? pa : pb;
  const summary::Function* f = facts_.program.function(threads_[method].entry);
  const bool factory = !threads_[method].makes.empty(); // the other thread's starter has the object from it
  if (factory || (f != nullptr && f->has(summary::fn_constructor))) return {};
  const std::uint32_t first = child_towards(child_towards(world, inner), inner);
  if (f != nullptr && f->has(summary::fn_destructor) && ends_with_starter(first)) return {};
  const SetId handles = fork_of(threads_[first])->handles;
  const Thread& maker = threads_[static_cast<std::size_t>(threads_[first].parent)];
  const auto named_by_method = [&](PathId handle) {
    AccessPath path = facts_.paths[handle];
    if (std::find(maker.makes.begin(), maker.makes.end(), path.root.index) != maker.makes.end() &&
        path.root.kind == RootKind::allocation)
      path.root = {RootKind::self, 0, {}};
    return facts_.paths.container_of(facts_.paths.intern(path));
  };
  const auto joined = [&](PathId name) {
    return std::any_of(facts_.sets[at.joined].begin(), facts_.sets[at.joined].end(),
                       [&](PathId j) { return facts_.paths.container_of(j) == name; });
  };
  // The handle was made with new, and a member points to it.
  const Summary& made = facts_.summaries.at(maker.entry);
  const auto through_member = [&](const std::vector<AliasEnv::Entry>& entries, PathId handle) {
    return std::any_of(entries.begin(), entries.end(), [&](const AliasEnv::Entry& e) {
      return e.second.by_reference && e.second.target == handle &&
             joined(named_by_method(facts_.paths.add_deref(e.first)));
    });
  };
  for (const PathId h : SetTable::Items(facts_.sets[handles]))
    if (joined(named_by_method(h)) || through_member(made.stores, h) || through_member(made.kept, h))
      return {};
  return {true, false, -1, false};
}

/// The observer has joined its child, but a thread that the child's line started, in a handle that only the
/// line knows, need not have ended.
bool ThreadTree::outlives(std::uint32_t thread, std::uint32_t child, std::uint32_t observer,
                          const PointState& at) const {
  const auto met = [&](std::uint32_t t) {
    for (const PathId h : facts_.sets[fork_of(threads_[t])->handles])
      for (const PathId j : facts_.sets[at.joined])
        if (facts_.paths.container_of(h) == facts_.paths.container_of(j)) return true;
    return false;
  };
  if (thread == child || !met(child)) return false;
  for (std::uint32_t t = thread; t != child; t = static_cast<std::uint32_t>(threads_[t].parent)) {
    const auto parent = static_cast<std::uint32_t>(threads_[t].parent);
    const auto& handles = facts_.sets[fork_of(threads_[t])->handles];
    const bool own = std::all_of(handles.begin(), handles.end(), [&](PathId h) {
      const RootKind kind = facts_.paths.original(facts_.paths[h].root).kind;
      return kind == RootKind::local || kind == RootKind::call_result;
    });
    const SetId left = facts_.summaries.at(threads_[parent].entry).exit.active;
    if (own && observer != parent && facts_.sets.contains(left, threads_[t].fork + 1)) return true;
  }
  return false;
}

Relation ThreadTree::relate(std::uint32_t a, const PointState& pa, std::uint32_t b,
                            const PointState& pb) const {
  std::int64_t common = a;
  while (common >= 0 && !is_inside(b, common))
    common = threads_[static_cast<std::size_t>(common)].parent;
  const Relation by_instances = [&]() -> Relation {
    for (std::int64_t t = common; t >= 0; t = threads_[static_cast<std::size_t>(t)].parent)
      if (const Thread& x = threads_[static_cast<std::size_t>(t)]; x.many)
        return {true, x.kind == Thread::Kind::method || x.kind == Thread::Kind::entry, t, false};
    return {};
  }();
  if (common < 0 &&
      (threads_[root_of(a)].kind == Thread::Kind::entry || threads_[root_of(b)].kind == Thread::Kind::entry))
    return {true, true, -1, false}; // entered from outside at any time
  if (common < 0 || a == b) return by_instances;
  const auto top = static_cast<std::uint32_t>(common);
  if (threads_[top].kind == Thread::Kind::world) return related_by_class(a, pa, b, pb, top);
  bool active = false;
  if (top == a || top == b) {
    const std::uint32_t inner = top == a ? b : a, child = child_towards(top, inner);
    const PointState& at = top == a ? pa : pb;
    active = child_active(child, top, at);
    if (!active && !by_instances.parallel && outlives(inner, child, top, at)) return {true, false, -1, true};
  } else {
    const std::uint32_t x = child_towards(top, a), y = child_towards(top, b);
    active = child_active(x, top, fork_of(threads_[y])->at) || child_active(y, top, fork_of(threads_[x])->at);
  }
  return active ? Relation{true, false, -1} : by_instances;
}

} // namespace burler::detect
