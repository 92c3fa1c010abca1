// Calls: the callee's summary in the caller's terms.
#include "detect/function_analysis.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;

namespace {
constexpr std::size_t most_targets = 8;
}

CallSite::CallSite(Facts& facts, Symbol callee_usr, Symbol caller, std::uint32_t event, const AliasEnv& env,
                   PathId self, const std::vector<PathId>& operands, std::uint64_t by_reference)
    : facts_(facts), callee_usr_(callee_usr), caller_(caller), event_(event), env_(env), self_(self),
      operands_(operands), by_reference_(by_reference) {}

PathId CallSite::translate(PathId path) {
  if (path == 0) return 0;
  const auto [entry, added] = known_.try_emplace(path, 0);
  if (added) {
    const PathId result = compute(path);
    known_[path] = result;
    return result;
  }
  return entry->second;
}

PathId CallSite::compute(PathId path) {
  PathContext context = facts_.context();
  const AccessPath full = facts_.paths[path];
  switch (full.root.kind) {
  case RootKind::none:
    return 0;
  case RootKind::global:
    return env_.resolve(context, path);
  case RootKind::self:
    return self_ == 0 ? 0 : env_.resolve(context, facts_.paths.join(self_, full, 0));
  case RootKind::formal: {
    if (full.root.entity != callee_usr_) return path;
    if (full.root.index >= operands_.size() || operands_[full.root.index] == 0) return 0;
    const PathId operand = operands_[full.root.index];
    const bool by_reference = full.root.index < 64 && (by_reference_ >> full.root.index & 1) != 0;
    if (const PathId to = rewrite(context, path, 0, {operand, by_reference, {}}))
      return env_.resolve(context, to);
    // A copied closure keeps its references.
    const PathId through = facts_.paths.join(operand, full, 0);
    const PathId resolved = env_.resolve(context, through);
    return resolved != through ? resolved : 0;
  }
  default: {
    const PathRoot root = facts_.paths.derive(full.root, caller_, event_);
    return facts_.paths.intern({root, full.steps});
  }
  }
}

/// Handles, callables and synchronisation objects: a copy of the value is the thing.
PathId CallSite::translate_value(PathId path) {
  if (const PathId to = translate(path)) return to;
  const AccessPath& full = facts_.paths[path];
  if (full.root.kind != RootKind::formal || full.root.index >= operands_.size()) return 0;
  const PathId operand = operands_[full.root.index];
  if (operand == 0) return 0;
  PathContext context = facts_.context();
  return env_.resolve_value(context, facts_.paths.join(operand, full, 0));
}

Binding CallSite::translate(const Binding& binding) {
  const AccessPath& full = facts_.paths[binding.target];
  const bool whole_formal = full.root.kind == RootKind::formal && full.steps.empty() &&
                            full.root.entity == callee_usr_ && full.root.index < operands_.size();
  if (binding.by_reference || !whole_formal)
    return {binding.by_reference ? translate(binding.target) : translate_value(binding.target),
            binding.by_reference, binding.callee};
  const bool address = full.root.index < 64 && (by_reference_ >> full.root.index & 1) != 0;
  return {operands_[full.root.index], address, binding.callee};
}

SetId CallSite::translate_paths(SetId set) {
  if (set == 0) return 0;
  const auto [entry, added] = known_paths_.try_emplace(set, 0);
  if (added) entry->second = facts_.sets.map(set, [&](std::uint32_t p) { return translate_value(p); });
  return entry->second;
}

SetId CallSite::translate_held(SetId set) {
  if (set == 0) return 0;
  const auto [entry, added] = known_held_.try_emplace(set, 0);
  if (added)
    entry->second = facts_.sets.map(set, [&](std::uint32_t item) {
      const PathId lock = translate(lock_of(item));
      return lock == 0 ? 0 : held_item(lock, mode_of(item));
    });
  return entry->second;
}

std::vector<Symbol> FunctionAnalysis::targets(const summary::Event& e, FlowState& state) {
  PathContext context = facts_.context();
  if (!e.callee) {
    const Symbol code = state.env.callee(context, resolve_value(state, e.path));
    return code ? std::vector<Symbol>{code} : facts_.call_targets.of(function_.usr, event_);
  }
  std::vector<Symbol> all{e.callee};
  if (!e.has(summary::flag_virtual)) return all;
  const auto found = facts_.program.overriders.find(e.callee);
  if (found == facts_.program.overriders.end()) return all;
  for (const std::uint32_t i : found->second)
    if (all.size() < most_targets) all.push_back(facts_.program.functions[i].usr);
  std::erase_if(all, [&](Symbol s) { return !facts_.summaries.contains(s); });
  return all.empty() ? std::vector<Symbol>{e.callee} : all;
}

void FunctionAnalysis::call_event(const summary::Event& e, FlowState& state) {
  PathContext context = facts_.context();
  PathId self = 0;
  if (e.has_self)
    self = resolve(state, e.self);
  else if (e.kind == EventKind::construct)
    self = resolve(state, e.dst);
  else if (e.kind == EventKind::destroy)
    self = resolve(state, e.path);
  std::vector<PathId> operands;
  for (const AccessPath& operand : e.operands)
    operands.push_back(resolve(state, operand));
  const std::vector<Symbol> callees = targets(e, state);
  const summary::Global* made =
      e.kind == EventKind::construct ? facts_.program.global(e.dst.root.entity) : nullptr;
  initialised_ = made != nullptr && made->owner ? e.dst.root : PathRoot{};
  if (!e.callee && !e.has_self) self = resolve_value(state, e.path);
  const bool known =
      std::any_of(callees.begin(), callees.end(), [&](Symbol s) { return facts_.summaries.contains(s); });
  const summary::Function* first = callees.empty() ? nullptr : facts_.program.function(callees.front());
  const bool declared = !known && first != nullptr && first->has(summary::fn_declaration);
  if (declared)
    inline_call(e, state, first->usr, self, operands); // its contract, and what unseen code may do
  if (known || (first != nullptr && !declared)) {
    if (callees.size() == 1)
      inline_call(e, state, callees.front(), self, operands);
    else
      inline_guesses(e, state, callees, self, operands);
    for (const Symbol callee : callees)
      pool_call(e, state, callee, self, operands);
    return;
  }
  if (callees.empty() || e.has(summary::flag_virtual)) note_wait(e, state, self);
  if (e.callee && e.path) state.env.bind(context, result_path(), {intern(e.path), true, {}, true});
  std::vector<PathId> given = operands;
  given.push_back(self);
  publish_reachable(state, given);
  // A closure given to code we cannot see: assume it runs now (algorithms, visitors).
  for (const PathId operand : operands)
    if (const Symbol code = state.env.callee(context, operand)) {
      FlowState after = state;
      inline_call(e, after, code, operand, {});
      if (after.reached) state = std::move(after);
    }
}

void FunctionAnalysis::inline_guesses(const summary::Event& e, FlowState& state,
                                      const std::vector<Symbol>& callees, PathId self,
                                      const std::vector<PathId>& operands) {
  FlowState after;
  guessing_ = true;
  for (const Symbol callee : callees) {
    FlowState one = state;
    inline_call(e, one, callee, self, operands);
    merge(facts_.sets, after, one);
  }
  guessing_ = false;
  state = std::move(after);
}

void FunctionAnalysis::inline_call(const summary::Event& e, FlowState& state, Symbol callee, PathId self,
                                   const std::vector<PathId>& operands) {
  const summary::Function* function = facts_.program.function(callee);
  const auto found = facts_.summaries.find(callee);
  const AliasEnv env = state.env;
  CallSite site(facts_, callee, function_.usr, event_, env, self, operands, e.by_reference);
  if (function != nullptr) {
    record_demands(state, *function, site);
    if (found == facts_.summaries.end()) contract(e, state, *function, site);
  }
  if (found == facts_.summaries.end()) return;
  const Summary& summary = found->second;
  publish_for(summary, site, state);
  called_ = operands.empty() ? nullptr : &e; // without: code that the call was only given
  if (emitting_) inline_records(summary, site, state);
  if (!summary.returns) {
    state.reached = false;
    return;
  }
  inline_forks(summary, site, state);
  note_exit(summary, site, e);
  inline_exit(summary, site, state);
  if (function != nullptr) {
    declared_effect(state, *function, site);
    attempt(state, *function, site);
  }
  if (summary.returned_guard == 0) return;
  PathContext context = facts_.context();
  const PathId result = e.dst ? intern(e.dst) : result_path();
  set_guard(state, {state.env.resolve_value(context, result), site.translate_held(summary.returned_guard),
                    GuardState::Owns::yes});
}

/// What the callee lets others know of the caller's fresh objects; taken for known from the call's start on.
void FunctionAnalysis::publish_for(const Summary& callee, CallSite& site, FlowState& state) {
  const bool wanted = state.at.fresh != 0 || emitting_;
  for (const PathId object : wanted ? SetTable::Items(facts_.sets[callee.published]) : SetTable::Items()) {
    const PathId here = site.translate_value(object);
    if (callee.published_whole)
      publish_reachable(state, {here});
    else
      publish(state, here);
  }
  if (state.at.fresh == 0) return;
  for (const auto& [key, binding] : callee.stores) {
    const Binding here = site.translate(binding);
    note_store(state, site.translate(key), here.target, here.by_reference);
  }
}

PointState FunctionAnalysis::at_call(const PointState& callee, CallSite& site, const FlowState& state) {
  SetTable& sets = facts_.sets;
  PointState out;
  const SetId released = site.translate_paths(callee.released);
  out.held = sets.erase_if(state.at.held,
                           [&](std::uint32_t item) { return sets.contains(released, lock_of(item)); });
  out.held = sets.unite(out.held, site.translate_held(callee.held));
  out.maybe = sets.unite(
      sets.erase_if(state.at.maybe, [&](std::uint32_t lock) { return sets.contains(released, lock); }),
      site.translate_paths(callee.maybe));
  out.loose = sets.unite(
      sets.erase_if(state.at.loose, [&](std::uint32_t lock) { return sets.contains(released, lock); }),
      site.translate_paths(callee.loose));
  out.released = sets.unite(state.at.released, sets.erase_if(released, [&](std::uint32_t lock) {
    return holds_lock(sets, state.at.held, lock) && !holds_lock(sets, entry_held_, lock);
  }));
  out.acquired = sets.unite(state.at.acquired, site.translate_held(callee.acquired));
  out.spans = spans_at_call(callee, site, state.at, released);
  FlowState joined = state;
  const SetId handles = site.translate_paths(callee.joined);
  for (const PathId handle : SetTable::Items(sets[handles]))
    join_path(joined, handle, false);
  out.active = sets.unite(joined.at.active, sets.map(callee.active, [&](std::uint32_t fork) {
    return fork_number(site.event(), fork) + 1;
  }));
  const auto here = [&](std::uint32_t fork) { return fork_number(site.event(), fork) + 1; };
  // A thread that the call itself has started by then knows the object of now.
  const SetId started = sets.map(callee.active, here);
  out.stale = sets.unite(
      sets.erase_if(state.at.stale, [&](std::uint32_t fork) { return sets.contains(started, fork); }),
      sets.map(callee.stale, here));
  out.sections = state.at.sections;
  if (callee.sections != 0) out.sections = sets.insert(out.sections, site.event() + 1);
  out.joined = joined.at.joined;
  out.awaited = sets.unite(state.at.awaited, site.translate_paths(callee.awaited));
  out.fresh = sets.unite(state.at.fresh, site.translate_paths(callee.fresh));
  out.barriers = callee.barriers;
  if (sets.contains(callee.barriers, entry_barrier))
    out.barriers =
        sets.unite(sets.erase_if(callee.barriers, [](std::uint32_t b) { return b == entry_barrier; }),
                   state.at.barriers);
  return out;
}

Fork FunctionAnalysis::fork_here(const Fork& theirs, bool several, CallSite& site, const FlowState& state) {
  Fork f = theirs;
  f.self = site.translate_value(theirs.self);
  for (std::size_t i = 0; i < f.operands.size(); ++i) {
    const bool address = i < 64 && (theirs.by_reference >> i & 1) != 0;
    const Binding here = site.translate(Binding{theirs.operands[i], address, {}});
    f.operands[i] = here.target;
    if (here.by_reference && i < 64) f.by_reference |= std::uint64_t{1} << i;
  }
  f.snapshot.clear();
  std::vector<PathId> things{f.self};
  things.insert(things.end(), f.operands.begin(), f.operands.end());
  for (const auto& [key, binding] : theirs.snapshot) {
    const PathId to = site.translate_value(key);
    const Binding here = site.translate(binding);
    if (to != 0) f.snapshot.emplace_back(to, here);
    things.push_back(here.target);
  }
  const auto more = snapshot(state, things);
  f.snapshot.insert(f.snapshot.end(), more.begin(), more.end());
  f.fresh = site.translate_paths(theirs.fresh);
  // Several instances within one call share what is new for that call.
  if (several) return f;
  f.fresh = facts_.sets.unite(f.fresh, fresh_roots(things));
  for (const PathId p : things)
    if (p != 0 && facts_.paths.is_derived(facts_.paths[p].root))
      f.fresh = facts_.sets.insert(f.fresh, facts_.paths.root_of(p));
  return f;
}

void FunctionAnalysis::inline_forks(const Summary& callee, CallSite& site, FlowState& state) {
  for (std::size_t i = 0; i < callee.forks.size(); ++i) {
    const std::uint32_t number = fork_number(event_, static_cast<std::uint32_t>(i) + 1);
    // A constructor that starts a thread on its object: the next round's object is not that thread's.
    const PathId object = site.translate_value(callee.forks[i].self);
    std::vector<PathId> things{object};
    for (const auto& [key, binding] : callee.forks[i].snapshot)
      things.push_back(site.translate(binding).target);
    fork_fresh_[number] = fresh_roots(things);
    state.at.stale = facts_.sets.erase(state.at.stale, number + 1);
    fork_handles_[number] =
        facts_.sets.unite(fork_handles_[number], site.translate_paths(callee.forks[i].handles));
  }
}

void FunctionAnalysis::inline_exit(const Summary& callee, CallSite& site, FlowState& state) {
  PathContext context = facts_.context();
  state.given = facts_.sets.unite(state.given, site.translate_paths(callee.exit.released));
  state.at = at_call(callee.exit, site, state);
  state.recursive = facts_.sets.unite(state.recursive, site.translate_paths(callee.recursive));
  returned_guards(state, site.translate_paths(callee.exit.released), site.translate_held(callee.exit.held));
  if (callee.exit.sections != 0)
    open_section(state, facts_.sets.map(site.translate_held(callee.exit.held),
                                        [](std::uint32_t item) { return lock_of(item); }));
  signals_[event_] = facts_.sets.unite(signals_[event_], site.translate_paths(callee.signalled));
  for (const auto& [key, binding] : callee.stores) {
    const PathId to = site.translate(key);
    const Binding here = site.translate(binding);
    if (to == 0) continue;
    if (here.by_reference)
      state.env.bind(context, to, here);
    else if (here.target != 0)
      state.env.copy(context, to, here.target);
    moved_handle(to, here.target);
  }
  if (callee.returned != 0 || callee.returned_callee) {
    Binding here =
        site.translate(Binding{callee.returned, callee.returned_by_reference, callee.returned_callee});
    here.pointer = here.by_reference && callee.returned_pointer;
    if (here.by_reference)
      state.env.bind(context, result_path(), here);
    else if (here.target != 0)
      state.env.copy(context, result_path(), here.target);
  }
  if (callee.returned_chain.target != 0) {
    const Binding head = site.translate(callee.returned_chain);
    set_chain(state, result_path(), head);
    if (const Binding* known = state.env.find(result_path()); known != nullptr && !known->by_reference)
      set_chain(state, known->target, head);
  }
  if (callee.returns_fresh) object_from_call(state);
  inline_contents(callee, site, state);
  joined_by_call(callee, site);
}

/// Pointers inside the new objects that the call returns or leaves in others, where it leaves one thing in
/// each.
void FunctionAnalysis::inline_contents(const Summary& callee, CallSite& site, FlowState& state) {
  constexpr std::size_t most_contents = 32;
  std::vector<PathRoot> roots;
  const auto made = [&](PathId object) {
    const PathRoot root = facts_.paths[object].root;
    const bool known = std::find(roots.begin(), roots.end(), root) != roots.end();
    if (root.kind == RootKind::allocation && !known) roots.push_back(root);
  };
  made(callee.returned);
  for (const auto& [key, binding] : callee.stores)
    made(binding.target);
  std::map<PathId, Binding> contents;
  std::set<PathId> several;
  for (std::size_t i = 0; i < roots.size() && contents.size() < most_contents; ++i)
    for (const auto& [key, binding] : callee.kept) {
      if (facts_.paths[key].root != roots[i]) continue;
      const auto [entry, added] = contents.try_emplace(key, binding);
      if (!binding.by_reference || (!added && entry->second.target != binding.target)) several.insert(key);
      if (added) made(binding.target);
    }
  PathContext context = facts_.context();
  for (const auto& [key, binding] : contents) {
    if (several.contains(key) || binding.target == 0) continue;
    const PathId to = site.translate(key);
    const Binding here = site.translate(binding);
    if (to != 0 && here.target != 0) state.env.bind(context, to, here);
  }
}

} // namespace burler::detect
