// What a called function records, in the caller's terms: accesses, acquisitions, waits, pointers left behind.
#include "detect/function_analysis.h"

#include <map>

namespace burler::detect {

void FunctionAnalysis::inline_records(const Summary& callee, CallSite& site, const FlowState& state) {
  const summary::Place place = function_.blocks[block_].events[event_ - cfg_.first_event(block_)].place;
  std::map<PointState, PointState> points;
  const auto translated = [&](const PointState& p) {
    const auto [entry, added] = points.try_emplace(p);
    if (added) entry->second = at_call(p, site, state);
    return entry->second;
  };
  std::map<FrameId, FrameId> stacks;
  const auto deeper = [&](Origin o) {
    const auto [entry, added] = stacks.try_emplace(o.stack, 0);
    if (added) entry->second = facts_.push_frame(function_.usr, place, o.stack);
    o.stack = entry->second;
    return o;
  };
  const auto access_here = [&](Access& a) {
    a.path = site.translate(a.path);
    if (a.path == 0) return false;
    if (initialised_.kind == RootKind::global && facts_.paths[a.path].root == initialised_) return false;
    a.by_identity = a.by_identity || (identity_ && identity_decides(block_));
    a.conditional = a.conditional || (cfg_.conditional(block_) && !start_failed(state));
    a.at = translated(a.at);
    a.followed = facts_.sets.unite(site.translate_paths(a.followed), after_[event_]);
    a.conditional_identity = a.conditional_identity || identity_;
    a.guessed = a.guessed || guessing_;
    a.event = event_;
    a.raw = 0;
    a.origin = deeper(a.origin);
    return true;
  };
  inline_accesses(callee, site, access_here);
  for (const Demand& theirs : callee.demands) {
    if (out_.demands.size() >= most_acquisitions) break;
    Demand d = theirs;
    d.lock = site.translate(theirs.lock);
    if (d.lock == 0) continue;
    d.at = translated(theirs.at);
    d.origin = deeper(d.origin);
    out_.demands.push_back(d);
  }
  inline_acquisitions(callee, site, place, translated, deeper);
  inline_kinds(callee, site);
  inline_waits(callee, site, place, translated, deeper);
  inline_stores(callee, site, state);
  for (std::size_t i = 0; i < callee.forks.size(); ++i) {
    const std::uint32_t number = fork_number(event_, static_cast<std::uint32_t>(i) + 1);
    const Fork& theirs = callee.forks[i];
    const bool several = (theirs.flags & summary::flag_many) != 0 ||
                         facts_.sets.contains(theirs.at.active, static_cast<std::uint32_t>(i) + 1);
    Fork f = fork_here(theirs, several, site, state);
    f.sure = f.sure && surely_runs(block_);
    f.guessed = f.guessed || guessing_;
    f.at = translated(f.at);
    f.origin = deeper(f.origin);
    if (number < out_.forks.size()) out_.forks[number] = std::move(f);
  }
}

void FunctionAnalysis::inline_acquisitions(const Summary& callee, CallSite& site, const summary::Place& place,
                                           const std::function<PointState(const PointState&)>& translated,
                                           const std::function<Origin(Origin)>& deeper) {
  for (const Acquisition& theirs : callee.acquisitions) {
    if (!lock_paths_->reached(event_) || out_.acquisitions.size() >= most_acquisitions) break;
    Acquisition a = theirs;
    a.premise = premises_->of(block_);
    a.guessed = a.guessed || guessing_;
    if (a.guessed && guessed_acquisitions_ >= most_guessed_acquisitions) continue;
    a.lock = site.translate(theirs.lock);
    if (a.lock == 0 || (called_ != nullptr && theirs.premise.denied_by(*called_))) continue;
    guessed_acquisitions_ += a.guessed;
    a.together = site.translate_paths(theirs.together);
    a.at = translated(theirs.at);
    a.origin = deeper(a.origin);
    a.holds = holds_of(theirs.holds, theirs.at.released, site, place);
    a.ascending = translate_holds(theirs.ascending, site, place);
    a.descending = translate_holds(theirs.descending, site, place);
    out_.acquisitions.push_back(a);
  }
}

/// `here` translates an access to the caller; false when the caller cannot name the object.
void FunctionAnalysis::inline_accesses(const Summary& callee, CallSite& site,
                                       const std::function<bool(Access&)>& here) {
  for (const Access& theirs : callee.accesses) {
    if (out_.accesses.size() >= most_accesses) {
      out_.truncated = true;
      break;
    }
    const bool guessed = theirs.guessed || guessing_;
    if (guessed && guessed_accesses_ >= most_guessed_accesses) {
      out_.truncated = true;
      continue;
    }
    if (Access a = theirs; here(a) && quota_.admits(a)) {
      guessed_accesses_ += guessed;
      out_.accesses.push_back(a);
    }
  }
  for (const ValueAccess& theirs : callee.values) {
    if (out_.values.size() >= most_values) break;
    ValueAccess a = theirs;
    a.section = site.translate_held(theirs.section);
    if (here(a)) out_.values.push_back(a);
  }
}

/// Pointers that the call leaves in objects, its own that others can reach, and what it may return.
void FunctionAnalysis::inline_stores(const Summary& callee, CallSite& site, const FlowState& state) {
  for (const auto& [key, binding] : callee.stores) {
    const PathId to = site.translate(key);
    const Binding here = site.translate(binding);
    if (to != 0 && (here.target != 0 || here.callee)) record_store(to, here);
  }
  inline_exposures(callee, site, state.at);
  for (const auto& [key, binding] : callee.kept) {
    const PathId to = site.translate(key);
    const Binding here = site.translate(binding);
    if (to != 0 && here.target != 0) record_store(to, here);
  }
  if (callee.returned != 0) {
    const Binding here = site.translate(Binding{callee.returned, callee.returned_by_reference, {}});
    if (here.target != 0) record_store(result_path(), here);
  }
  for (const Binding& each : callee.may_return)
    if (const Binding here = site.translate(each); here.target != 0) record_store(result_path(), here);
}

} // namespace burler::detect
