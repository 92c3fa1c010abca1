#include "detect/condition_use.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;

namespace {

bool reads(const summary::Event& e) {
  return e.kind == EventKind::read || (e.kind == EventKind::atomic && e.op == AtomicOp::load);
}

bool is_branch(const EventIndex& index, const EventRef& r) {
  return index.function(r).blocks[r.block].successors.size() > 1;
}

/// A local variable is shared only when a closure or a thread can get at it.
bool is_own(const EventIndex& index, const Subject& s, const EventRef& r) {
  if (s.variable == 0) return false;
  const PathRoot& root = index.facts().paths[s.variable].root;
  if (root.kind == RootKind::formal) return true;
  return root.kind == RootKind::local && root.entity == index.function(r).usr && !index.is_shared_local(root);
}

void note(const EventIndex& index, WaitSite& site, const EventRef& r) {
  const Subject s = index.thing(r);
  if (s == Subject{} || is_own(index, s, r)) return;
  site.state.insert(s);
  site.tests.push_back(r);
}

/// The predicate's call comes just before the wait.
void predicate_state(const EventIndex& index, WaitSite& site) {
  for (std::uint32_t i = site.at.index; i-- > 0;) {
    const EventRef r{site.at.function, site.at.block, i};
    const summary::Event& e = index.event(r);
    if (e.kind != EventKind::call || !e.callee) continue;
    for (const EventRef& inner : index.closure_of(e.callee))
      if (reads(index.event(inner))) note(index, site, inner);
    return;
  }
}

/// Without one: the tests in branches on the way from the wait back to it, or just before it.
void tested_state(const EventIndex& index, WaitSite& site) {
  std::set<std::uint32_t> before, after;
  index.walk_before(site.at, [&](const EventRef& r) {
    before.insert(r.block);
    return true;
  });
  index.walk_after(site.at, [&](const EventRef& r) {
    after.insert(r.block);
    return true;
  });
  const auto& predecessors = index.cfg(site.at.function).predecessors(site.at.block);
  for (const std::uint32_t b : before) {
    const bool around = site.in_loop && after.contains(b);
    const bool just_before =
        !site.in_loop && std::find(predecessors.begin(), predecessors.end(), b) != predecessors.end();
    if ((!around && !just_before) || index.function(site.at).blocks[b].successors.size() < 2) continue;
    const auto& events = index.function(site.at).blocks[b].events;
    for (std::uint32_t i = 0; i < events.size(); ++i) {
      const EventRef r{site.at.function, b, i};
      if (reads(events[i])) note(index, site, r);
      if (events[i].kind != EventKind::call || !events[i].callee) continue;
      for (const EventRef& inner : index.closure_of(events[i].callee))
        if (reads(index.event(inner))) note(index, site, inner);
    }
  }
}

} // namespace

bool touches_shared(const EventIndex& index, const EventRef& r) {
  const summary::Event& e = index.event(r);
  if (e.kind != EventKind::read && e.kind != EventKind::write && e.kind != EventKind::atomic) return false;
  const Subject s = index.thing(r);
  return s != Subject{} && !is_own(index, s, r);
}

std::vector<WaitSite> find_waits(const EventIndex& index) {
  std::vector<WaitSite> out;
  for (const EventRef& r : index.of(EventKind::cond_wait)) {
    const summary::Event& e = index.event(r);
    WaitSite site;
    site.at = r;
    site.condition = index.thing(r);
    if (site.condition == Subject{}) continue;
    site.predicate = e.has(summary::flag_predicate);
    site.timed = e.has(summary::flag_timed);
    site.in_loop = index.repeats(r);
    if (!e.operands.empty()) {
      site.mutexes = index.locks_of_operand(r, e.operands.front());
      site.outside = site.mutexes.empty() && e.operands.front().root.kind == RootKind::formal;
    }
    if (site.predicate)
      predicate_state(index, site);
    else
      tested_state(index, site);
    out.push_back(std::move(site));
  }
  return out;
}

bool notifies(const EventIndex& index, const EventRef& r, const Subject& condition) {
  const summary::Event& e = index.event(r);
  if (e.kind == EventKind::notify) return index.thing(r) == condition;
  if ((e.kind != EventKind::call && e.kind != EventKind::construct) || !e.callee) return false;
  const auto inner = index.closure_of(e.callee);
  return std::any_of(inner.begin(), inner.end(), [&](const EventRef& i) {
    return index.event(i).kind == EventKind::notify && index.thing(i) == condition;
  });
}

AfterWait after_wait(const EventIndex& index, const EventRef& wait, const Subject& mutex) {
  bool used = false;
  const auto visit = [&](const EventRef& r) {
    const summary::Event& e = index.event(r);
    if (r == wait || used) return false;
    bool touches = touches_shared(index, r);
    bool changes = touches && e.kind != EventKind::read && !reads(e);
    if (e.kind == EventKind::call && e.callee) {
      for (const EventRef& inner : index.closure_of(e.callee)) {
        if (!touches_shared(index, inner)) continue;
        touches = true;
        // A test that notes what it has seen (`while (!ready(state))`) is a test.
        changes = changes || (!reads(index.event(inner)) && !is_branch(index, r));
      }
    }
    if (!touches) return true;
    used = changes || !is_branch(index, r);
    if (!used && mutex != Subject{}) {
      const Locks held = index.held(r);
      used = std::find(held.begin(), held.end(), mutex) == held.end();
    }
    if (used) return false;
    // Reads that a branch of this block can be about; whatever changes things before it is use.
    const auto& events = index.function(r).blocks[r.block].events;
    for (std::uint32_t i = r.index; i < events.size(); ++i)
      used = used || (!reads(events[i]) && touches_shared(index, {r.function, r.block, i}));
    return false;
  };
  const bool left = index.walk_after(wait, visit);
  return used ? AfterWait::used : left ? AfterWait::left : AfterWait::tested;
}

} // namespace burler::detect
