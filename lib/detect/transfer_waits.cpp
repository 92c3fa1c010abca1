// Places where a thread may stand still: joins, waits, blocking calls, code that others have registered.
#include "detect/function_analysis.h"

namespace burler::detect {

using summary::EventKind;

void FunctionAnalysis::note_wait(const summary::Event& e, const FlowState& state, PathId object) {
  const bool bounded =
      e.has(summary::flag_try) || (e.has(summary::flag_timed) && e.kind != EventKind::blocking);
  if (!emitting_ || bounded || !lock_paths_->reached(event_) || out_.waits.size() >= most_waits) return;
  Wait w;
  w.kind = e.kind;
  w.object = object;
  w.what = e.type;
  w.flags = e.flags;
  w.milliseconds = e.kind == EventKind::blocking ? e.size : 0;
  w.origin = origin(e);
  w.event = event_;
  w.premise = premises_->of(block_);
  w.at = state.at;
  w.holds = facts_.sets.unite(lock_paths_->before(event_), running_holds_);
  if (e.kind == EventKind::cond_wait)
    for (const AccessPath& operand : e.operands) {
      const PathId path = resolve(state, operand);
      w.own = facts_.sets.insert(w.own, path);
      for (const GuardState& g : state.guards)
        if (g.guard == path)
          for (const std::uint32_t item : SetTable::Items(facts_.sets[g.locks]))
            w.own = facts_.sets.insert(w.own, lock_of(item));
    }
  (e.kind == EventKind::suspend ? out_.suspensions : out_.waits).push_back(w);
}

void FunctionAnalysis::inline_waits(const Summary& callee, CallSite& site, const summary::Place& place,
                                    const std::function<PointState(const PointState&)>& translated,
                                    const std::function<Origin(Origin)>& deeper) {
  if (!callee.returns) return; // on the way to an abort nobody waits for the lock any more
  for (const Wait& theirs : callee.waits) {
    if (!lock_paths_->reached(event_) || out_.waits.size() >= most_waits) break;
    if (called_ != nullptr && theirs.premise.denied_by(*called_)) continue;
    Wait w = theirs;
    w.premise = premises_->of(block_);
    w.guessed = w.guessed || guessing_;
    if (w.guessed && guessed_waits_ >= most_guessed_waits) continue;
    guessed_waits_ += w.guessed;
    w.object = site.translate_value(theirs.object);
    w.own = site.translate_paths(theirs.own);
    w.at = translated(theirs.at);
    w.origin = deeper(w.origin);
    w.holds = holds_of(theirs.holds, theirs.at.released, site, place);
    out_.waits.push_back(w);
  }
}

} // namespace burler::detect
