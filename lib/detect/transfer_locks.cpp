// Raw lock operations, guard objects, try-lock branches and declared lock contracts.
#include "detect/function_analysis.h"

#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;
using Owns = GuardState::Owns;

namespace {

constexpr std::size_t most_behind = 3; ///< locks of one guard that other functions know

/// The path names the same lock until the function ends, whatever it does to its pointers and indices.
bool is_one_lock(const Facts& facts, PathId lock) {
  const AccessPath& path = facts.paths[lock];
  const std::size_t from =
      path.root.kind == RootKind::formal && !path.steps.empty() && path.steps.front().kind == StepKind::deref
          ? 1
          : 0;
  return std::all_of(path.steps.begin() + static_cast<std::ptrdiff_t>(from), path.steps.end(),
                     [](const PathStep& s) { return s.kind == StepKind::field; });
}

} // namespace

void FunctionAnalysis::take(FlowState& state, SetId items, const summary::Event& e, SetId together) {
  for (const std::uint32_t item : SetTable::Items(facts_.sets[items])) {
    if (emitting_) record_acquisition(item, e, state, together);
    note_take(item, e);
    if (!e.has(summary::flag_try)) {
      if (facts_.sets.contains(state.at.held, item) && is_one_lock(facts_, lock_of(item)))
        state.again = facts_.sets.insert(state.again, lock_of(item));
      state.given = facts_.sets.erase(state.given, lock_of(item));
      state.at.held = facts_.sets.insert(state.at.held, item);
      state.at.acquired = facts_.sets.insert(state.at.acquired, item);
    } else if (!e.has(summary::flag_ignored)) // who does not ask cannot count on it
      state.at.maybe = facts_.sets.insert(state.at.maybe, lock_of(item));
  }
  open_section(state, facts_.sets.map(items, [](std::uint32_t item) { return lock_of(item); }));
}

void FunctionAnalysis::open_section(FlowState& state, SetId locks) {
  SetId& taken = section_locks_[event_ + 1];
  taken = facts_.sets.unite(taken, locks);
  state.at.sections = facts_.sets.insert(state.at.sections, event_ + 1);
}

void FunctionAnalysis::give_back(FlowState& state, SetId items) {
  const SetId locks = facts_.sets.map(items, [](std::uint32_t item) { return lock_of(item); });
  state.at.sections = facts_.sets.erase_if(state.at.sections, [&](std::uint32_t section) {
    return !facts_.sets.disjoint(section_locks_[section], locks);
  });
  for (const std::uint32_t item : SetTable::Items(facts_.sets[items])) {
    const PathId lock = lock_of(item);
    note_give(lock);
    if (still_held(state, lock)) continue;
    const SetId before = state.at.held;
    state.at.held = facts_.sets.erase_if(before, [&](std::uint32_t i) { return lock_of(i) == lock; });
    const bool maybe = facts_.sets.contains(state.at.maybe, lock);
    state.at.maybe = facts_.sets.erase(state.at.maybe, lock);
    state.at.loose = facts_.sets.erase(state.at.loose, lock);
    if (state.at.held != before) state.given = facts_.sets.insert(state.given, lock);
    end_spans(state.at, lock, state.at.held == before && !maybe);
    const bool from_caller = holds_lock(facts_.sets, entry_held_, lock);
    if ((state.at.held == before && !maybe) || from_caller)
      state.at.released = facts_.sets.insert(state.at.released, lock);
  }
}

/// Taken twice and given back once.
bool FunctionAnalysis::still_held(FlowState& state, PathId lock) {
  if (!facts_.sets.contains(state.again, lock)) return false;
  state.again = facts_.sets.erase(state.again, lock);
  return true;
}

bool FunctionAnalysis::given_later(const FlowState& state, PathId lock) {
  std::uint32_t number = 0;
  for (const summary::Block& block : function_.blocks)
    for (const summary::Event& e : block.events)
      if (number++ > event_ && e.kind == EventKind::release && resolve(state, e.path) == lock) return true;
  return false;
}

/// An element of an array of locks is given back by an index by which none was taken: any of the elements
/// held may be meant, since who gives back holds. Those that are given back by their own name later are not.
bool FunctionAnalysis::give_element(const summary::Event& e, FlowState& state, PathId lock) {
  const auto holds = [&](PathId path) {
    return holds_lock(facts_.sets, state.at.held, path) || facts_.sets.contains(state.at.maybe, path);
  };
  const auto& steps = facts_.paths[lock].steps;
  const bool element =
      std::any_of(steps.begin(), steps.end(), [](const PathStep& s) { return s.kind == StepKind::index; });
  if (e.kind != EventKind::release || !element || holds(lock)) return false;
  const PathId array = facts_.paths.container_of(lock);
  SetTable::Items meant;
  for (const std::uint32_t item : SetTable::Items(facts_.sets[state.at.held]))
    if (facts_.paths.container_of(lock_of(item)) == array && !given_later(state, lock_of(item)))
      meant.push_back(item);
  if (meant.empty()) return false;
  give_back(state, facts_.sets.intern(std::move(meant)));
  return true;
}

void FunctionAnalysis::lock_event(const summary::Event& e, FlowState& state) {
  SetTable::Items items;
  if (e.operands.empty() && one_of_several(e, state)) return;
  if (const PathId lock = e.operands.empty() ? resolve(state, e.path) : 0;
      lock != 0 && give_element(e, state, lock))
    return;
  if (e.operands.empty())
    if (const PathId lock = resolve(state, e.path)) items.push_back(held_item(lock, e.mode));
  // std::lock takes mutexes or deferred guards, all or none.
  for (const AccessPath& operand : e.operands) {
    const PathId path = resolve(state, operand);
    if (GuardState* g = guard(state, path)) {
      for (const std::uint32_t i : facts_.sets[g->locks])
        items.push_back(i);
      if (!e.has(summary::flag_try)) g->owns = Owns::yes;
    } else if (path != 0) {
      items.push_back(held_item(path, e.mode));
    }
  }
  const SetId set = facts_.sets.intern(std::move(items));
  if (e.kind == EventKind::release) return give_back(state, set);
  SetId together = 0;
  if (facts_.sets[set].size() > 1)
    together = facts_.sets.map(set, [](std::uint32_t i) { return lock_of(i); });
  take(state, set, e, together);
  if (e.has(summary::flag_try)) tries_[event_] = set;
}

/// The lock behind a guard, by a name that also holds where the guard is known by reference only.
PathId FunctionAnalysis::lock_behind(PathId guard, std::size_t number) {
  for (std::size_t i = 0; i <= number; ++i)
    guard = facts_.paths.add_field(guard, {}, {});
  return guard;
}

/// Guards that the function is given by reference come with their lock taken.
void FunctionAnalysis::given_guards(FlowState& state) {
  for (std::uint32_t i = 0; i < function_.formals.size(); ++i) {
    const summary::Type& type = function_.formals[i].type;
    if (!type.has(summary::type_guard) || !type.has(summary::type_reference)) continue;
    const PathId path = facts_.paths.intern({{RootKind::formal, i, function_.usr}, {}});
    const SetId lock = facts_.sets.intern({held_item(lock_behind(path), LockMode::exclusive)});
    set_guard(state, {path, lock, Owns::yes});
  }
}

/// What a call has done to the locks of guards that it was given.
void FunctionAnalysis::returned_guards(FlowState& state, SetId released, SetId taken) {
  for (GuardState& g : state.guards)
    for (const std::uint32_t item : SetTable::Items(facts_.sets[g.locks])) {
      const bool held = facts_.sets.contains(state.at.held, item);
      if (!held && facts_.sets.contains(released, lock_of(item))) g.owns = Owns::no;
      if (held && facts_.sets.contains(taken, item)) g.owns = Owns::yes;
    }
}

GuardState* FunctionAnalysis::guard(FlowState& state, PathId path) {
  for (GuardState& g : state.guards)
    if (g.guard == path && path != 0) return &g;
  return nullptr;
}

void FunctionAnalysis::set_guard(FlowState& state, GuardState added) {
  PathContext context = facts_.context();
  const auto& locks = facts_.sets[added.locks];
  for (std::size_t i = 0; i < std::min(locks.size(), most_behind); ++i) {
    if (lock_of(locks[i]) == lock_behind(added.guard, i)) break;
    const Binding behind{lock_of(locks[i]), true, {}};
    state.env.bind(context, lock_behind(added.guard, i), behind);
    record_store(lock_behind(added.guard, i), behind);
  }
  std::erase_if(state.guards, [&](const GuardState& g) { return g.guard == added.guard; });
  const auto place = std::lower_bound(state.guards.begin(), state.guards.end(), added.guard,
                                      [](const GuardState& g, PathId p) { return g.guard < p; });
  state.guards.insert(place, added);
}

/// A guard that is a member of an object of the caller's, such as in the destructor of a class that wraps
/// one: what it owns is known to the caller.
GuardState* FunctionAnalysis::guard_of_object(const summary::Event& e, FlowState& state, PathId path) {
  if (path == 0) return nullptr;
  const AccessPath& object = facts_.paths[path];
  const bool of_caller = object.root.kind == RootKind::self || object.root.kind == RootKind::formal;
  if (!of_caller || object.steps.empty()) return nullptr;
  const bool takes = e.kind == EventKind::guard_lock;
  SetTable::Items locks;
  for (std::size_t i = 0; i < (e.kind == EventKind::guard_end ? most_behind : 1); ++i)
    locks.push_back(held_item(lock_behind(path, i), LockMode::exclusive));
  set_guard(state, {path, facts_.sets.intern(std::move(locks)), takes ? Owns::no : Owns::yes});
  return guard(state, path);
}

void FunctionAnalysis::guard_event(const summary::Event& e, FlowState& state) {
  const PathId path = e.dst ? resolve_value(state, e.dst) : result_path();
  if (e.kind == EventKind::guard_init) {
    SetTable::Items items;
    for (const AccessPath& operand : e.operands)
      if (const PathId lock = resolve(state, operand)) items.push_back(held_item(lock, e.mode));
    const SetId set = facts_.sets.intern(std::move(items));
    SetId together = 0;
    if (facts_.sets[set].size() > 1)
      together = facts_.sets.map(set, [](std::uint32_t i) { return lock_of(i); });
    GuardState added{path, set, Owns::yes};
    if (e.has(summary::flag_deferred))
      added.owns = Owns::no;
    else if (e.has(summary::flag_adopt)) {
      for (const std::uint32_t item : facts_.sets[set])
        if (!facts_.sets.contains(state.at.held, item)) note_take(item, e);
      state.at.held = facts_.sets.unite(state.at.held, set);
    } else
      take(state, set, e, together);
    if (e.has(summary::flag_try)) {
      added.owns = Owns::maybe;
      tries_[event_] = set;
      try_guards_[event_] = path;
    }
    return set_guard(state, added);
  }
  if (e.kind == EventKind::guard_move) {
    const PathId from = resolve_value(state, e.path);
    if (const GuardState* source = guard(state, from)) {
      GuardState moved = *source;
      guard(state, from)->owns = Owns::no;
      if (const GuardState* old = guard(state, path); old != nullptr && old->owns == Owns::yes)
        give_back(state, old->locks);
      moved.guard = path;
      set_guard(state, moved);
    }
    return;
  }
  GuardState* g = guard(state, path);
  if (g == nullptr) g = guard_of_object(e, state, path);
  if (g == nullptr) return;
  switch (e.kind) {
  case EventKind::guard_lock:
    take(state, g->locks, e, 0);
    g->owns = e.has(summary::flag_try) ? Owns::maybe : Owns::yes;
    if (e.has(summary::flag_try)) {
      tries_[event_] = g->locks;
      try_guards_[event_] = path;
    }
    break;
  case EventKind::guard_unlock:
  case EventKind::guard_end:
    if (g->owns != Owns::no) give_back(state, g->locks);
    g->owns = Owns::no;
    if (e.kind == EventKind::guard_end)
      std::erase_if(state.guards, [&](const GuardState& s) { return s.guard == path; });
    break;
  case EventKind::guard_disown:
    g->owns = Owns::no;
    break;
  default:
    break;
  }
}

void FunctionAnalysis::apply_branch(std::uint32_t from, std::size_t edge, FlowState& state) {
  const summary::Block& block = function_.blocks[from];
  if (edge > 1) return;
  if (block.tested_event >= 0)
    return outcome(static_cast<std::uint32_t>(block.tested_event), edge == 0, state);
  if (!block.firm || block.successors.size() != 2) return;
  // `rc = pthread_mutex_trylock(&m); if (rc == EBUSY)`: 0 is taken, any other number is not.
  const bool equal = (edge == 0) != block.inverted;
  const bool zero = facts_.program.symbols.text(block.value) == "0";
  for (const auto& [subject, attempt] : std::vector(state.outcomes))
    if (subject == block.subject && (zero || equal) && tries_.contains(attempt))
      outcome(attempt, zero && equal, state);
}

/// The branch knows whether the lock has been taken.
void FunctionAnalysis::outcome(std::uint32_t attempt, bool taken, FlowState& state) {
  const auto found = tries_.find(attempt);
  const auto named = try_guards_.find(attempt);
  GuardState* g = named == try_guards_.end() ? nullptr : guard(state, named->second);
  if (taken && found != tries_.end()) {
    state.at.held = facts_.sets.unite(state.at.held, found->second);
    state.at.acquired = facts_.sets.unite(state.at.acquired, found->second);
    if (g != nullptr) g->owns = Owns::yes;
  } else if (!taken && found == tries_.end()) {
    // The lock function has failed.
    for (const LockStep& step : lock_steps_[attempt])
      if (step.kind == LockStep::Kind::take)
        state.at.held =
            facts_.sets.erase_if(state.at.held, [&](std::uint32_t i) { return lock_of(i) == step.lock; });
  } else if (!taken) {
    if (g != nullptr) g->owns = Owns::no;
    state.at.maybe = facts_.sets.erase_if(
        state.at.maybe, [&](std::uint32_t lock) { return holds_lock(facts_.sets, found->second, lock); });
  }
}

/// Clang thread-safety attributes of a callee without a body: what it acquires and releases for its caller.
/// An object of a scoped capability is the guard of what its constructor acquires.
void FunctionAnalysis::contract(const summary::Event& e, FlowState& state, const summary::Function& callee,
                                CallSite& site) {
  using summary::Attribute;
  SetId taken = 0;
  PathId object = 0;
  for (const Attribute& a : callee.attributes) {
    const PathId lock = site.translate(intern(a.path));
    if (lock == 0) continue;
    const bool own = a.path.root.kind == RootKind::self && a.path.steps.empty();
    GuardState* scope = own ? guard(state, lock) : nullptr;
    if (a.kind == Attribute::releases) {
      give_back(state,
                scope != nullptr ? scope->locks : facts_.sets.intern({held_item(lock, LockMode::exclusive)}));
      if (scope != nullptr) scope->owns = Owns::no;
    } else if (a.kind == Attribute::acquires || a.kind == Attribute::acquires_shared) {
      const LockMode mode = a.kind == Attribute::acquires ? LockMode::exclusive : LockMode::shared;
      const SetId items = scope != nullptr ? scope->locks : facts_.sets.intern({held_item(lock, mode)});
      take(state, items, e, 0);
      if (scope != nullptr) scope->owns = Owns::yes;
      if (!own) taken = facts_.sets.unite(taken, items);
    }
  }
  if (callee.has(summary::fn_constructor)) object = site.translate(intern({{RootKind::self, 0, {}}, {}}));
  if (object != 0 && taken != 0) set_guard(state, {object, taken, Owns::yes});
  assertion(state, callee, site);
  attempt(state, callee, site);
}

/// TRY_ACQUIRE: what the branch that asks for the result will know.
void FunctionAnalysis::attempt(FlowState& state, const summary::Function& callee, CallSite& site) {
  SetTable::Items items;
  for (const summary::Attribute& a : callee.attributes) {
    const bool shared = a.kind == summary::Attribute::try_acquires_shared;
    if (a.kind != summary::Attribute::try_acquires && !shared) continue;
    const PathId lock = site.translate(intern(a.path));
    if (lock == 0) continue;
    for (const PathId each : {lock, inner_lock(facts_.context(), lock)}) {
      items.push_back(held_item(each, shared ? LockMode::shared : LockMode::exclusive));
      state.at.maybe = facts_.sets.insert(state.at.maybe, each);
    }
  }
  if (!items.empty()) tries_[event_] = facts_.sets.intern(std::move(items));
}

/// ASSERT_CAPABILITY: the lock is held from here on, or the program has stopped.
void FunctionAnalysis::assertion(FlowState& state, const summary::Function& callee, CallSite& site) {
  for (const summary::Attribute& a : callee.attributes) {
    const bool shared = a.kind == summary::Attribute::asserts_shared;
    if (a.kind != summary::Attribute::asserts && !shared) continue;
    const LockMode mode = shared ? LockMode::shared : LockMode::exclusive;
    const PathId lock = site.translate(intern(a.path));
    if (lock == 0) continue;
    state.at.held = facts_.sets.insert(state.at.held, held_item(lock, mode));
    state.at.held = facts_.sets.insert(state.at.held, held_item(inner_lock(facts_.context(), lock), mode));
  }
}

/// What the attributes name is held, or not, whatever the body calls it: a wrapper's lock is the lock inside.
void FunctionAnalysis::declared_effect(FlowState& state, const summary::Function& callee, CallSite& site) {
  for (const summary::Attribute& a : callee.attributes) {
    const PathId lock = site.translate(intern(a.path));
    if (lock == 0) continue;
    const bool shared = a.kind == summary::Attribute::acquires_shared;
    if (a.kind == summary::Attribute::acquires || shared) {
      const LockMode mode = shared ? LockMode::shared : LockMode::exclusive;
      state.at.held = facts_.sets.insert(state.at.held, held_item(lock, mode));
      open_section(state, facts_.sets.intern({lock}));
    } else if (a.kind == summary::Attribute::releases) {
      state.at.held =
          facts_.sets.erase_if(state.at.held, [&](std::uint32_t item) { return lock_of(item) == lock; });
    }
  }
  assertion(state, callee, site);
}

void FunctionAnalysis::record_demands(const FlowState& state, const summary::Function& callee,
                                      CallSite& site) {
  if (!emitting_) return;
  summary::Event here;
  for (const summary::Block& block : function_.blocks) {
    const auto number = cfg_.first_event(static_cast<std::uint32_t>(&block - function_.blocks.data()));
    if (number <= event_ && event_ < number + block.events.size()) here = block.events[event_ - number];
  }
  for (const summary::Attribute& a : callee.attributes) {
    const bool demand = a.kind == summary::Attribute::requires_lock ||
                        a.kind == summary::Attribute::requires_shared ||
                        a.kind == summary::Attribute::excludes ||
                        (a.kind == summary::Attribute::releases &&
                         (a.path.root.kind != RootKind::self || !a.path.steps.empty()));
    const PathId lock = demand ? site.translate(intern(a.path)) : 0;
    if (lock != 0 && out_.demands.size() < most_acquisitions)
      out_.demands.push_back({callee.usr, a.kind, lock, origin(here), state.at});
  }
}

} // namespace burler::detect
