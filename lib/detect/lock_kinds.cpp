// Which locks are recursive: by the attribute they are initialised with, or by their static initialiser.
#include "detect/lock_kinds.h"

#include "detect/function_analysis.h"
#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {

using Kind = LockKind::Kind;

void FunctionAnalysis::configure(const summary::Event& e, FlowState& state) {
  const PathId object = resolve(state, e.path);
  if (object == 0) return;
  Kind kind = e.has(summary::flag_recursive) ? Kind::recursive : Kind::plain;
  if (!e.operands.empty()) {
    const AccessPath& given = e.operands.front();
    const PathId attribute = given ? resolve(state, given) : 0;
    const RootKind root = facts_.paths[attribute].root.kind;
    if (facts_.sets.contains(state.recursive, attribute))
      kind = Kind::recursive;
    else if (attribute != 0 && root != RootKind::local)
      kind = Kind::unknown;
  }
  state.recursive = facts_.sets.erase_if(state.recursive, [&](PathId p) { return p == object; });
  if (kind == Kind::recursive) state.recursive = facts_.sets.insert(state.recursive, object);
  if (emitting_ && out_.lock_kinds.size() < most_kinds) out_.lock_kinds.push_back({kind, object});
}

void FunctionAnalysis::inline_kinds(const Summary& callee, CallSite& site) {
  for (const LockKind& theirs : callee.lock_kinds)
    if (const PathId lock = site.translate(theirs.lock); lock != 0 && out_.lock_kinds.size() < most_kinds)
      out_.lock_kinds.push_back({theirs.kind, lock});
}

LockKinds::LockKinds(Facts& facts, ThreadTree& tree) : facts_(facts), tree_(tree) {
  for (const summary::Global& g : facts.program.globals)
    for (const summary::Event& e : g.initial)
      if (e.kind == summary::EventKind::configure)
        kinds_[subject_of(facts, facts.paths.intern(e.dst))].insert(Kind::recursive);
  for (const auto& [usr, summary] : facts.summaries)
    for (const LockKind& k : summary.lock_kinds)
      kinds_[subject_of(facts, k.lock)].insert(k.kind);
  for (std::uint32_t t = 0; t < tree.threads().size(); ++t) {
    by_entry_[tree.threads()[t].entry].push_back(t);
    if (const auto found = facts.summaries.find(tree.threads()[t].entry); found != facts.summaries.end())
      for (const LockKind& k : found->second.lock_kinds)
        if (const PathId lock = tree.canonical(t, k.lock)) kinds_[subject_of(facts, lock)].insert(k.kind);
  }
}

LockKind::Kind LockKinds::of(Symbol function, PathId lock) {
  const summary::Type* type = declared_type(facts_.program, facts_.paths, facts_.paths[lock]);
  if (type != nullptr && type->has(summary::type_recursive_lock)) return Kind::recursive;
  std::set<Kind> all;
  const auto add = [&](PathId path) {
    if (path == 0) return;
    const auto found = kinds_.find(subject_of(facts_, path));
    if (found != kinds_.end()) all.insert(found->second.begin(), found->second.end());
  };
  add(lock);
  if (const auto threads = by_entry_.find(function); threads != by_entry_.end())
    for (const std::uint32_t t : threads->second)
      add(tree_.canonical(t, lock));
  if (all.empty() || (all.size() == 1 && all.contains(Kind::plain))) return Kind::plain;
  return all.size() == 1 ? *all.begin() : Kind::unknown;
}

} // namespace burler::detect
