// Which locks are held where, by declaration: one forward pass over a function, then what all callers hold.
#include "detect/event_index.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;

namespace {

void insert(Locks& locks, const Subject& lock) {
  const auto at = std::lower_bound(locks.begin(), locks.end(), lock);
  if (at == locks.end() || *at != lock) locks.insert(at, lock);
}

void erase(Locks& locks, const Subject& lock) { std::erase(locks, lock); }

Locks common(const Locks& a, const Locks& b) {
  Locks out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

constexpr int most_rounds = 50, most_callers_deep = 3;

} // namespace

void EventIndex::guard_event(const summary::Event& e, const summary::Function& f, LockState& state) const {
  if (e.kind == EventKind::guard_init) {
    Guarded made;
    for (const AccessPath& lock : e.operands)
      if (const Subject s = thing(lock, f.usr); s != Subject{}) insert(made.locks, s);
    made.owns = !e.has(summary::flag_deferred) && !e.has(summary::flag_try);
    if (made.owns)
      for (const Subject& s : made.locks)
        insert(state.held, s);
    state.guards[e.dst] = std::move(made);
    return;
  }
  if (e.kind == EventKind::guard_move) {
    if (const auto from = state.guards.find(e.path); from != state.guards.end()) {
      const Guarded moved = from->second;
      from->second.owns = false;
      state.guards[e.dst] = moved;
    }
    return;
  }
  const auto known = state.guards.find(e.dst);
  if (known == state.guards.end()) return;
  Guarded& guard = known->second;
  const bool takes = e.kind == EventKind::guard_lock && !e.has(summary::flag_try);
  const bool gives = (e.kind == EventKind::guard_unlock || e.kind == EventKind::guard_end) && guard.owns;
  for (const Subject& s : guard.locks) {
    if (takes) insert(state.held, s);
    if (gives) erase(state.held, s);
  }
  guard.owns = takes;
  if (e.kind == EventKind::guard_end) state.guards.erase(known);
}

void EventIndex::transfer(const summary::Event& e, const summary::Function& f, LockState& state) const {
  if (e.kind >= EventKind::guard_init && e.kind <= EventKind::guard_end) return guard_event(e, f, state);
  if (e.kind == EventKind::acquire && !e.has(summary::flag_try)) {
    if (e.operands.empty()) {
      if (const Subject s = thing(e.path, f.usr); s != Subject{}) insert(state.held, s);
    }
    for (const AccessPath& operand : e.operands) {
      const auto guard = state.guards.find(operand);
      if (guard == state.guards.end()) {
        if (const Subject s = thing(operand, f.usr); s != Subject{}) insert(state.held, s);
        continue;
      }
      guard->second.owns = true;
      for (const Subject& s : guard->second.locks)
        insert(state.held, s);
    }
  } else if (e.kind == EventKind::release) {
    erase(state.held, thing(e.path, f.usr));
  } else if (e.kind == EventKind::call && e.callee) {
    const auto summary = facts_.summaries.find(e.callee);
    if (summary == facts_.summaries.end()) return;
    for (const std::uint32_t item : facts_.sets[summary->second.exit.held])
      insert(state.held, subject_of(facts_, lock_of(item)));
    for (const PathId lock : facts_.sets[summary->second.exit.released])
      erase(state.held, subject_of(facts_, lock));
  }
}

void EventIndex::merge(LockState& into, const LockState& from) {
  if (!from.reached) return;
  if (!into.reached) {
    into = from;
    return;
  }
  into.held = common(into.held, from.held);
  std::erase_if(into.guards, [&](const auto& guard) {
    const auto other = from.guards.find(guard.first);
    return other == from.guards.end() || !(other->second.locks == guard.second.locks);
  });
  for (auto& [path, guard] : into.guards)
    guard.owns = guard.owns && from.guards.at(path).owns;
}

const std::vector<EventIndex::LockState>& EventIndex::lock_states(std::uint32_t function) const {
  const auto [entry, added] = lock_states_.try_emplace(function);
  if (!added) return entry->second;
  const summary::Function& f = program().functions[function];
  std::vector<LockState> starts(f.blocks.size()), ends(f.blocks.size());
  bool changed = true;
  for (int round = 0; changed && round < most_rounds; ++round) {
    changed = false;
    for (const std::uint32_t b : cfg(function).order()) {
      LockState state;
      state.reached = b == 0;
      if (b == 0)
        for (const summary::Attribute& a : f.attributes)
          if (a.kind == summary::Attribute::requires_lock || a.kind == summary::Attribute::releases)
            insert(state.held, thing(a.path, f.usr));
      for (const std::uint32_t p : cfg(function).predecessors(b))
        merge(state, ends[p]);
      starts[b] = state;
      for (const summary::Event& e : f.blocks[b].events)
        transfer(e, f, state);
      if (ends[b] == state) continue;
      ends[b] = std::move(state);
      changed = true;
    }
  }
  return lock_states_[function] = std::move(starts);
}

EventIndex::LockState EventIndex::before(const EventRef& r) const {
  LockState state = lock_states(r.function)[r.block];
  const summary::Function& f = function(r);
  for (std::uint32_t i = 0; i < r.index; ++i)
    transfer(f.blocks[r.block].events[i], f, state);
  return state;
}

Locks EventIndex::held_by_callers(const summary::Function& f, int depth) const {
  const auto& calls = callers(f.usr);
  if (calls.empty() || depth >= most_callers_deep || !forks_of(f.usr).empty()) return {};
  Locks all = held(calls.front(), depth + 1);
  for (std::size_t i = 1; i < calls.size() && !all.empty(); ++i)
    all = common(all, held(calls[i], depth + 1));
  return all;
}

Locks EventIndex::held(const EventRef& r, int depth) const {
  Locks own = before(r).held;
  for (const Subject& s : held_by_callers(function(r), depth))
    insert(own, s);
  return own;
}

Locks EventIndex::held(const EventRef& r) const { return held(r, 0); }

Locks EventIndex::locks_of_operand(const EventRef& r, const AccessPath& operand) const {
  const LockState state = before(r);
  if (const auto guard = state.guards.find(operand); guard != state.guards.end()) return guard->second.locks;
  const Subject lock = thing(operand, function(r).usr);
  if (lock == Subject{}) return {};
  const summary::Type* type = nullptr;
  if (lock.owner) {
    const summary::Field* field = program().field(lock.owner, lock.name);
    type = field == nullptr ? nullptr : &field->type;
  } else if (lock.variable != 0) {
    const PathRoot& root = facts_.paths[lock.variable].root;
    const summary::Function* f = program().function(root.entity);
    if (f != nullptr && root.kind == RootKind::local && root.index < f->locals.size())
      type = &f->locals[root.index].type;
    else
      return {}; // a parameter: what the caller gives
  }
  return type != nullptr && type->has(summary::type_guard) ? Locks{} : Locks{lock};
}

} // namespace burler::detect
