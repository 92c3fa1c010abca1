// Locks that order or exclude threads although the accesses themselves do not hold them: what a thread's
// ancestors hold while it lives. After Goblint's creation locksets and descendant locksets (goblint/analyzer,
// thread analyses of 2.8); here both come from the pairs (fork, lock) of PointState::spans.
#include "detect/thread_tree.h"

#include <algorithm>

namespace burler::detect {
namespace {

bool excludes(std::uint32_t x, std::uint32_t y) {
  return lock_of(x) == lock_of(y) && (mode_of(x) == LockMode::exclusive || mode_of(y) == LockMode::exclusive);
}

} // namespace

void ThreadTree::find_inherited(std::uint32_t thread) {
  for (std::uint32_t child = thread; threads_[child].kind == Thread::Kind::forked;) {
    const auto holder = static_cast<std::uint32_t>(threads_[child].parent);
    for (const std::uint32_t item : SetTable::Items(facts_.sets[fork_of(threads_[child])->at.held])) {
      const SetId held = canonical_held(holder, facts_.sets.intern({item}));
      if (held != 0 && covers(thread, holder, child, item))
        inherited_[thread].push_back({facts_.sets[held].front(), holder, child});
    }
    child = holder;
  }
}

/// Is the holder's lock, held when it started `child`, given back only when `thread` has ended?
bool ThreadTree::covers(std::uint32_t thread, std::uint32_t holder, std::uint32_t child, std::uint32_t item) {
  const Summary& summary = facts_.summaries.at(threads_[holder].entry);
  const std::uint32_t fork = threads_[child].fork;
  bool outlives = false;
  for (std::uint32_t t = thread; t != child; t = static_cast<std::uint32_t>(threads_[t].parent)) {
    const Summary& parent = facts_.summaries.at(threads_[static_cast<std::size_t>(threads_[t].parent)].entry);
    outlives = outlives || facts_.sets.contains(parent.exit.active, threads_[t].fork + 1);
  }
  // The pairs speak of the child only: once it is joined they say nothing about its descendants.
  if (outlives && !facts_.sets.contains(summary.exit.active, fork + 1)) return false;
  return std::all_of(summary.exposures.begin(), summary.exposures.end(), [&](const Exposure& e) {
    return span_fork(e.span) != fork || lock_of(span_lock(e.span)) != lock_of(item) ||
           (thread != child && ended(thread, holder, e.joined));
  });
}

bool ThreadTree::ended(std::uint32_t thread, std::uint32_t observer, SetId joined) {
  const auto parent = static_cast<std::uint32_t>(threads_[thread].parent);
  const SetId handles = canonical_paths(parent, fork_of(threads_[thread])->handles);
  return !threads_[thread].many && !facts_.sets.disjoint(handles, canonical_paths(observer, joined));
}

/// Has the line from the holder's child to `thread` taken the lock before the place?
bool ThreadTree::has_taken(std::uint32_t thread, const PointState& at, std::uint32_t child,
                           std::uint32_t item) {
  SetId taken = canonical_held(thread, at.acquired);
  for (std::uint32_t t = thread; t != child; t = static_cast<std::uint32_t>(threads_[t].parent))
    taken = facts_.sets.unite(taken, canonical_held(static_cast<std::uint32_t>(threads_[t].parent),
                                                    fork_of(threads_[t])->at.acquired));
  const auto& items = facts_.sets[taken];
  return std::any_of(items.begin(), items.end(), [&](std::uint32_t other) { return excludes(item, other); });
}

bool ThreadTree::spanned(std::uint32_t holder, const PointState& at, std::uint32_t child,
                         std::uint32_t item) {
  for (const std::uint32_t span : SetTable::Items(facts_.sets[at.spans]))
    if (span_fork(span) == threads_[child].fork &&
        canonical_held(holder, facts_.sets.intern({span_lock(span)})) == facts_.sets.intern({item}))
      return true;
  return false;
}

bool ThreadTree::unique(std::uint32_t thread) const {
  for (std::int64_t t = thread; t >= 0; t = threads_[static_cast<std::size_t>(t)].parent)
    if (threads_[static_cast<std::size_t>(t)].many) return false;
  return true;
}

bool ThreadTree::before_joined(std::uint32_t a, const PointState& pa, std::uint32_t b, const PointState& pb) {
  if (a == b || pb.joined == 0 || !unique(a)) return false;
  const auto found = facts_.summaries.find(threads_[a].entry);
  if (found == facts_.summaries.end()) return false;
  const PointState& exit = found->second.exit;
  for (std::uint32_t child = 0; child < threads_.size(); ++child) {
    const Thread& t = threads_[child];
    // Not yet started at the place, and never joined by `a` itself, which could come back to it then.
    if (t.kind != Thread::Kind::forked || t.parent != static_cast<std::int64_t>(a) ||
        facts_.sets.contains(pa.active, t.fork + 1) || !facts_.sets.contains(exit.active, t.fork + 1) ||
        !ended(child, b, pb.joined))
      continue;
    // The handle names this thread alone.
    const SetId handles = canonical_paths(a, fork_of(t)->handles);
    const bool alone = std::none_of(threads_.begin(), threads_.end(), [&](const Thread& other) {
      return other.kind == Thread::Kind::forked && &other != &t &&
             !facts_.sets.disjoint(
                 handles, canonical_paths(static_cast<std::uint32_t>(other.parent), fork_of(other)->handles));
    });
    if (alone) return true;
  }
  return false;
}

bool ThreadTree::after_unlock(std::uint32_t a, const PointState& pa, std::uint32_t b, const PointState& pb) {
  if (a != b && is_inside(b, a) && pa.spans != 0 && unique(a)) {
    const std::uint32_t child = child_towards(a, b);
    for (const std::uint32_t span : SetTable::Items(facts_.sets[pa.spans])) {
      if (span_fork(span) != threads_[child].fork) continue;
      const SetId item = canonical_held(a, facts_.sets.intern({span_lock(span)}));
      if (item != 0 && has_taken(b, pb, child, facts_.sets[item].front())) return true;
    }
  }
  for (const InheritedLock& lock : inherited_[a]) {
    if (a == b || !is_inside(b, lock.holder) || b == lock.holder || !unique(lock.holder)) continue;
    const std::uint32_t child = child_towards(lock.holder, b);
    if (child == lock.child || !has_taken(b, pb, child, lock.item)) continue;
    if (spanned(lock.holder, fork_of(threads_[lock.child])->at, child, lock.item) ||
        spanned(lock.holder, fork_of(threads_[child])->at, lock.child, lock.item))
      return true;
  }
  return false;
}

} // namespace burler::detect
