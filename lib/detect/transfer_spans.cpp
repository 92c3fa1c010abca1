// Locks that a thread holds while a thread it started lives: what Goblint's creation locksets and descendant
// locksets are built from. Kept per program point as pairs (fork, lock); a pair says that the lock has been
// held ever since the fork, provided that the started thread may be alive at all.
#include "detect/function_analysis.h"

#include <algorithm>

namespace burler::detect {

/// Where a fork cannot be alive, anything is true of it.
SetId FunctionAnalysis::common_spans(SetTable& sets, const PointState& a, const PointState& b) {
  if (a.spans == b.spans) return a.spans;
  const auto holds = [&](const PointState& at, std::uint32_t span) {
    return sets.contains(at.spans, span) || !sets.contains(at.active, span_fork(span) + 1);
  };
  return sets.erase_if(sets.unite(a.spans, b.spans),
                       [&](std::uint32_t span) { return !holds(a, span) || !holds(b, span); });
}

/// The fork starts (again): a pair stays or becomes true when the lock is held now and, if instances may be
/// alive already, was held since those.
SetId FunctionAnalysis::with_span(const PointState& at, std::uint32_t fork, SetId held) const {
  SetTable& sets = facts_.sets;
  const bool again = sets.contains(at.active, fork + 1);
  if (held == 0 && at.spans == 0) return 0;
  SetTable::Items items;
  for (const std::uint32_t span : sets[at.spans])
    if (span_fork(span) != fork) items.push_back(span);
  for (const std::uint32_t item : sets[held])
    if (const std::uint32_t span = span_item(fork, item); span != 0)
      if (!again || sets.contains(at.spans, span)) items.push_back(span);
  return sets.intern(std::move(items));
}

SetId FunctionAnalysis::spans_at_call(const PointState& callee, CallSite& site, const PointState& at,
                                      SetId released) {
  SetTable& sets = facts_.sets;
  const auto lost = [&](std::uint32_t item) { return sets.contains(released, lock_of(item)); };
  PointState out = at;
  out.spans = sets.erase_if(at.spans, [&](std::uint32_t span) { return lost(span_lock(span)); });
  const SetId kept = sets.erase_if(at.held, lost);
  const SetTable::Items theirs = sets[callee.spans];
  for (const std::uint32_t active : SetTable::Items(sets[callee.active])) {
    SetId held = kept;
    for (const std::uint32_t span : theirs)
      if (span_fork(span) == active - 1) {
        const std::uint32_t item = span_lock(span);
        if (const PathId lock = site.translate(lock_of(item)))
          held = sets.insert(held, held_item(lock, mode_of(item)));
      }
    out.spans = with_span(out, fork_number(site.event(), active), held);
  }
  return out.spans;
}

/// The lock is given back. One that is reached through a pointer and was not taken here may be any.
void FunctionAnalysis::end_spans(PointState& at, PathId lock, bool from_outside) {
  if (at.spans == 0) return;
  const auto& steps = facts_.paths[lock].steps;
  const bool unknown = from_outside && !steps.empty() && steps.back().kind == StepKind::deref;
  for (const std::uint32_t span : SetTable::Items(facts_.sets[at.spans])) {
    if (lock_of(span_lock(span)) != lock && !unknown) continue;
    if (facts_.sets.contains(at.active, span_fork(span) + 1)) expose({span, at.joined});
    at.spans = facts_.sets.erase_if(at.spans, [&](std::uint32_t s) { return s == span; });
  }
}

void FunctionAnalysis::expose(const Exposure& exposure) {
  if (!emitting_) return;
  auto& known = out_.exposures;
  if (std::find(known.begin(), known.end(), exposure) != known.end()) return;
  if (known.size() < most_exposures)
    known.push_back(exposure);
  else
    out_.truncated = true;
}

void FunctionAnalysis::inline_exposures(const Summary& callee, CallSite& site, const PointState& at) {
  for (const Exposure& theirs : callee.exposures) {
    const std::uint32_t item = span_lock(theirs.span);
    const PathId lock = site.translate(lock_of(item));
    const std::uint32_t fork = fork_number(site.event(), span_fork(theirs.span) + 1);
    if (const std::uint32_t span = lock == 0 ? 0 : span_item(fork, held_item(lock, mode_of(item))))
      expose({span, facts_.sets.unite(at.joined, site.translate_paths(theirs.joined))});
  }
  const SetId released = site.translate_paths(callee.exit.released);
  for (const std::uint32_t span : SetTable::Items(facts_.sets[at.spans]))
    if (facts_.sets.contains(released, lock_of(span_lock(span))) &&
        facts_.sets.contains(at.active, span_fork(span) + 1))
      expose({span, at.joined});
}

} // namespace burler::detect
