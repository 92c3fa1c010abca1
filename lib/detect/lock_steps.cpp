// The changes of locksets that one function makes, event by event, for LockPaths; and what LockPaths says
// about the function's acquisitions and its ways out.
#include "detect/function_analysis.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;

namespace {
constexpr std::size_t most_pointees = 4;
}

void FunctionAnalysis::note_take(std::uint32_t item, const summary::Event& e,
                                 const std::vector<PathId>& among, PathId through) {
  LockStep step;
  step.lock = lock_of(item);
  step.mode = mode_of(item);
  step.raw = e.kind == EventKind::acquire;
  step.origin = origin(e);
  step.among = among;
  step.through = through;
  if (!e.has(summary::flag_try)) {
    lock_steps_[event_].push_back(std::move(step));
    return;
  }
  auto& tries = try_steps_[event_];
  std::erase_if(tries, [&](const LockStep& s) { return s.lock == step.lock; });
  tries.push_back(std::move(step));
}

void FunctionAnalysis::note_give(PathId lock, PathId through) {
  LockStep step;
  step.kind = LockStep::Kind::give;
  step.lock = lock;
  step.through = through;
  lock_steps_[event_].push_back(std::move(step));
}

/// Locks that some paths hold, and that these are the only paths that get here.
void FunctionAnalysis::settle(FlowState& state) {
  if (state.at.maybe == 0) return;
  for (const std::uint32_t item : SetTable::Items(facts_.sets[lock_paths_->always(event_)])) {
    const PathId lock = lock_of(item);
    if (!facts_.sets.contains(state.at.maybe, lock)) continue;
    state.at.held = facts_.sets.insert(state.at.held, item);
    state.at.maybe = facts_.sets.erase(state.at.maybe, lock);
    state.at.loose = facts_.sets.erase(state.at.loose, lock);
  }
}

void FunctionAnalysis::record_acquisition(std::uint32_t item, const summary::Event& e, const FlowState& state,
                                          SetId together) {
  if (!lock_paths_->reached(event_) || out_.acquisitions.size() >= most_acquisitions) return;
  Acquisition a;
  a.lock = lock_of(item);
  a.mode = mode_of(item);
  a.flags = e.flags;
  a.gated = cfg_.conditional(block_);
  a.premise = premises_->of(block_);
  a.together = together;
  a.origin = origin(e);
  a.at = state.at;
  a.holds = facts_.sets.unite(lock_paths_->before(event_), running_holds_);
  a.ascending = lock_paths_->compared(event_, a.lock, true);
  a.descending = lock_paths_->compared(event_, a.lock, false);
  out_.acquisitions.push_back(a);
}

/// The pointer on the way to a lock changes: what it led to is a lock that we no longer name.
void FunctionAnalysis::note_moved(PathId pointer) {
  LockStep step;
  step.kind = LockStep::Kind::rename;
  step.lock = pointer;
  lock_steps_[event_].push_back(step);
}

/// What a call gives back of ours, and what it leaves held on every way out.
void FunctionAnalysis::note_exit(const Summary& callee, CallSite& site, const summary::Event& e) {
  for (const std::uint32_t lock : SetTable::Items(facts_.sets[callee.exit.released]))
    if (const PathId here = site.translate_value(lock)) note_give(here);
  for (const HoldId hold : SetTable::Items(facts_.sets[callee.exit_holds])) {
    const Hold& theirs = facts_.holds[hold];
    if (!facts_.sets.contains(callee.exit.held, held_item(theirs.lock, theirs.mode))) continue;
    const PathId lock = site.translate(theirs.lock);
    if (lock == 0) continue;
    const Hold ours = facts_.holds[facts_.hold_from_call(hold, lock, function_.usr, e.place)];
    LockStep step;
    step.lock = ours.lock;
    step.mode = ours.mode;
    step.raw = ours.raw;
    step.origin = ours.origin;
    lock_steps_[event_].push_back(std::move(step));
  }
}

/// The program's global locks.
std::set<PathId> FunctionAnalysis::all_locks() {
  std::set<PathId> out;
  for (const summary::Global& g : facts_.program.globals)
    if (g.type.has(summary::type_lock) && !g.type.has(summary::type_pointer) &&
        !g.type.has(summary::type_sync))
      out.insert(facts_.paths.intern({{RootKind::global, 0, g.usr}, {}}));
  return out;
}

/// A lock operation through a local pointer that was given several locks, one on each branch.
bool FunctionAnalysis::one_of_several(const summary::Event& e, FlowState& state) {
  if (e.path.root.kind != RootKind::local || e.path.steps.size() != 1 ||
      e.path.steps.front().kind != StepKind::deref)
    return false;
  const PathId through = intern({e.path.root, {}});
  if (state.env.find(through) != nullptr) return false;
  if (e.has(summary::flag_any) && !pointees_.contains(through)) pointees_[through] = all_locks();
  const auto known = pointees_.find(through);
  const std::size_t least = e.kind == EventKind::release && e.has(summary::flag_any) ? 1 : 2;
  if (known == pointees_.end() || known->second.size() < least || known->second.size() > most_pointees)
    return false;
  const std::vector<PathId> among(known->second.begin(), known->second.end());
  if (std::find(among.begin(), among.end(), PathId{0}) != among.end()) return false;
  // For accesses it stays one lock of its own, since they cannot count on any of the several.
  const PathId own = resolve(state, e.path);
  if (e.kind == EventKind::release) {
    const SetId before = state.at.held;
    state.at.held = facts_.sets.erase_if(before, [&](std::uint32_t i) { return lock_of(i) == own; });
    if (state.at.held == before) { // not what it took: any of them may be given back
      state.at.released = facts_.sets.insert(state.at.released, own);
      for (const std::uint32_t item : SetTable::Items(facts_.sets[before])) {
        if (!known->second.contains(lock_of(item))) continue;
        state.at.held = facts_.sets.erase_if(state.at.held, [&](std::uint32_t i) { return i == item; });
        end_spans(state.at, lock_of(item), false);
      }
    }
    note_give(0, through);
    return true;
  }
  summary::Event one = e;
  one.flags |= summary::flag_any;
  for (const PathId lock : among)
    if (emitting_) record_acquisition(held_item(lock, e.mode), one, state, 0);
  if (!e.has(summary::flag_try)) state.at.held = facts_.sets.insert(state.at.held, held_item(own, e.mode));
  note_take(held_item(among.front(), e.mode), e, among, through);
  return true;
}

void FunctionAnalysis::follow_locks() {
  SetId at_entry = 0;
  for (const std::uint32_t item : SetTable::Items(facts_.sets[entry_held_]))
    at_entry = facts_.sets.insert(
        at_entry, facts_.hold({lock_of(item), mode_of(item), false, {function_.usr, function_.place, 0}}));
  premises_ = std::make_unique<Premises>(function_);
  lock_paths_ = std::make_unique<LockPaths>(facts_, cfg_, lock_steps_, try_steps_, at_entry);
}

void FunctionAnalysis::record_leaks() {
  const auto& exits = lock_paths_->exits();
  for (const LockExit& exit : exits)
    if (!exit.thrown) out_.exit_holds = facts_.sets.unite(out_.exit_holds, exit.holds);
  out_.exit_holds = facts_.sets.erase_if(out_.exit_holds, [&](std::uint32_t hold) {
    const Hold& h = facts_.holds[hold];
    return facts_.sets.contains(entry_held_, held_item(h.lock, h.mode));
  });
  const auto holds_lock = [&](const LockExit& exit, PathId lock) {
    const auto& holds = facts_.sets[exit.holds];
    return std::any_of(holds.begin(), holds.end(), [&](HoldId h) { return facts_.holds[h].lock == lock; });
  };
  const auto given = [&](PathId lock) {
    return std::any_of(lock_steps_.begin(), lock_steps_.end(), [&](const auto& steps) {
      return std::any_of(steps.begin(), steps.end(),
                         [&](const LockStep& s) { return s.kind == LockStep::Kind::give && s.lock == lock; });
    });
  };
  // A lock of the caller's that is lent for a while: taking it again restores what was.
  const auto restores = [&](PathId lock) {
    for (std::uint32_t event = 0; event < lock_steps_.size(); ++event)
      for (const LockStep& s : lock_steps_[event])
        if (s.kind == LockStep::Kind::give && s.lock == lock && lock_paths_->reached(event) &&
            !holds_lock({lock_paths_->before(event), {}, false}, lock))
          return true;
    return false;
  };
  for (const LockExit& exit : exits)
    for (const HoldId hold : SetTable::Items(facts_.sets[exit.holds])) {
      const Hold h = facts_.holds[hold];
      if (restores(h.lock)) continue;
      if (exit.thrown && !h.raw) continue; // unwinding runs the guard
      if (facts_.sets.contains(entry_held_, held_item(h.lock, h.mode))) continue;
      const bool elsewhere = given(h.lock) && std::any_of(exits.begin(), exits.end(), [&](const LockExit& e) {
                               return !e.thrown && !holds_lock(e, h.lock);
                             });
      const bool here = std::any_of(exits.begin(), exits.end(), [&](const LockExit& e) {
        return e.left == exit.left && !holds_lock(e, h.lock);
      });
      out_.leaks.push_back({hold, exit.left, exit.thrown, elsewhere, here});
    }
}

/// The locks that some path holds at a place in the callee, which holds `theirs` and may have given back
/// `given`.
SetId FunctionAnalysis::holds_of(SetId theirs, SetId given, CallSite& site, const summary::Place& call) {
  const SetId released = site.translate_paths(given);
  const SetId ours = facts_.sets.unite(lock_paths_->before(event_), running_holds_);
  const SetId kept = facts_.sets.erase_if(
      ours, [&](std::uint32_t hold) { return facts_.sets.contains(released, facts_.holds[hold].lock); });
  return facts_.sets.unite(kept, translate_holds(theirs, site, call));
}

SetId FunctionAnalysis::translate_holds(SetId holds, CallSite& site, const summary::Place& call) {
  return facts_.sets.map(holds, [&](std::uint32_t hold) -> std::uint32_t {
    const PathId lock = site.translate(facts_.holds[hold].lock);
    return lock == 0 ? 0 : facts_.hold_from_call(hold, lock, function_.usr, call);
  });
}

} // namespace burler::detect
