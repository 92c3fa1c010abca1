#include "detect/lock_graph.h"

#include "detect/lock_kinds.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace burler::detect {
namespace {

/// The path names one lock at both times: no element of a container, nothing that a call returned.
bool is_stable(const Facts& facts, PathId lock) {
  const AccessPath& path = facts.paths[lock];
  if (facts.paths.is_merged(path.root) || path.root.kind == RootKind::call_result) return false;
  return std::none_of(path.steps.begin(), path.steps.end(), [&](const PathStep& s) {
    return s.kind == StepKind::index || s.kind == StepKind::storage;
  });
}

/// The earlier acquisition that is still in force, by the name the lock still has. 0: none.
HoldId first_hold(const Facts& facts, const Acquisition& a) {
  for (const HoldId id : facts.sets[a.holds])
    if (facts.holds[id].lock == a.lock &&
        (a.mode == LockMode::exclusive || facts.holds[id].mode == LockMode::exclusive))
      return id;
  return 0;
}

std::size_t depth(const Facts& facts, const Acquisition& a) {
  std::size_t n = 0;
  for (FrameId f = a.origin.stack; f != 0; f = facts.frames[f].next)
    ++n;
  return n;
}

/// Locks that an object's destructor gives back although it has not taken them: they go where the object
/// goes.
std::set<PathId> owned_by_objects(const Facts& facts) {
  std::set<PathId> out;
  for (const auto& f : facts.program.functions)
    if (const auto summary = facts.summaries.find(f.usr);
        f.has(summary::fn_destructor) && summary != facts.summaries.end())
      for (const PathId lock : facts.sets[summary->second.exit.released])
        if (facts.paths[lock].root.kind == RootKind::global) out.insert(lock);
  return out;
}

} // namespace

std::vector<DoubleLock> find_double_locks(Facts& facts, ThreadTree& tree) {
  LockKinds kinds(facts, tree);
  const std::set<PathId> wandering = owned_by_objects(facts);
  std::set<std::tuple<Symbol, summary::Place>> recursive;
  std::map<std::tuple<Symbol, summary::Place>, DoubleLock> found;
  for (const auto& f : facts.program.functions) {
    const auto summary = facts.summaries.find(f.usr);
    if (summary == facts.summaries.end()) continue;
    for (const Acquisition& a : summary->second.acquisitions) {
      if ((a.flags & (summary::flag_try | summary::flag_timed)) != 0) continue;
      const bool again = facts.sets.contains(a.at.held, held_item(a.lock, LockMode::exclusive)) ||
                         (a.mode == LockMode::exclusive &&
                          facts.sets.contains(a.at.held, held_item(a.lock, LockMode::shared)));
      const HoldId first = first_hold(facts, a);
      if (!again || first == 0 || !is_stable(facts, a.lock) || wandering.contains(a.lock)) continue;
      const auto key = std::tuple(a.origin.function, a.origin.place);
      const LockKind::Kind kind = kinds.of(f.usr, a.lock);
      if ((a.flags & summary::flag_recursive) != 0 || kind == LockKind::Kind::recursive)
        recursive.insert(key);
      const bool other = kind == LockKind::Kind::unknown || (a.flags & summary::flag_any) != 0;
      const DoubleLock here{f.usr, a, first, a.lock, other, a.gated && a.origin.stack != 0};
      const auto [entry, added] = found.try_emplace(key, here);
      const bool doubtful = here.doubtful || entry->second.doubtful;
      const bool gated = here.gated && entry->second.gated;
      if (!added && depth(facts, a) < depth(facts, entry->second.again)) entry->second = here;
      entry->second.doubtful = doubtful;
      entry->second.gated = gated;
    }
  }
  std::vector<DoubleLock> out;
  for (auto& [key, lock] : found)
    if (!recursive.contains(key)) out.push_back(lock);
  return out;
}

} // namespace burler::detect
