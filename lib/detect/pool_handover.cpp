#include "detect/pool_handover.h"

#include <algorithm>
#include <map>

namespace burler::detect {

using summary::Event;
using summary::EventKind;

namespace {

using FieldKey = std::pair<Symbol, Symbol>; ///< owner and name

FieldKey last_field(const AccessPath& path) {
  if (path.steps.empty() || path.steps.back().kind != StepKind::field) return {};
  return {path.steps.back().owner, path.steps.back().name};
}

/// The object whose field the path names: the path without its last step.
bool one_object(const AccessPath& a, const AccessPath& b) {
  return a.root == b.root && a.steps.size() == b.steps.size() && !a.steps.empty() &&
         std::equal(a.steps.begin(), a.steps.end() - 1, b.steps.begin());
}

bool orders(const Event& e, bool writer) {
  switch (e.kind) {
  case EventKind::fence:
    return writer ? is_release(e.order) : is_acquire(e.order);
  case EventKind::atomic:
    return !writer && is_acquire(e.order); // a release of another object orders nothing for this one
  case EventKind::acquire:
  case EventKind::guard_init:
  case EventKind::guard_lock:
  case EventKind::cond_wait:
  case EventKind::await:
  case EventKind::join:
  case EventKind::barrier:
    return !writer;
  default:
    return false;
  }
}

} // namespace

PoolHandover::PoolHandover(const EventIndex& index, const Teams& teams) : index_(index), teams_(teams) {
  const auto& program = index_.program();
  std::vector<std::uint32_t> open;
  const auto add = [&](Symbol usr) {
    const auto known = program.function_index.find(usr);
    if (usr && known != program.function_index.end() && workers_.insert(known->second).second)
      open.push_back(known->second);
  };
  for (const EventRef& r : index_.of(EventKind::fork))
    if (!index_.event(r).has(summary::flag_scoped)) add(index_.event(r).callee);
  while (!open.empty()) {
    const std::uint32_t f = open.back();
    open.pop_back();
    for (const summary::Block& block : program.functions[f].blocks)
      for (const Event& e : block.events)
        if (runs_function(e)) add(e.callee);
  }
}

/// The object is made here: nobody else knows it yet.
bool PoolHandover::is_fresh(const EventRef& write) const {
  const PathRoot& root = index_.event(write).path.root;
  if (root.kind == RootKind::allocation || root.kind == RootKind::call_result) return true;
  if (root.kind != RootKind::local) return false;
  bool given = false, made = true;
  for (const summary::Block& block : index_.function(write).blocks)
    for (const Event& e : block.events) {
      if (e.kind != EventKind::assign || e.dst.root != root || !e.dst.steps.empty()) continue;
      given = true;
      const RootKind from = e.path.root.kind;
      made =
          made && (from == RootKind::allocation || (from == RootKind::call_result && e.path.steps.empty()));
    }
  return !given || made;
}

/// Relaxed atomics of the same object that follow the write, and the workers' polls of them with the field
/// read behind.
std::vector<RelaxedHandover> PoolHandover::announced(const EventRef& write) const {
  const Event& w = index_.event(write);
  const FieldKey field = last_field(w.path);
  std::map<FieldKey, EventRef> signs;
  const auto sign = [&](const EventRef& r) {
    const Event& e = index_.event(r);
    if (e.kind != EventKind::atomic || e.op == AtomicOp::load || is_release(e.order)) return;
    const FieldKey key = last_field(e.path);
    if (key.first == field.first) signs.try_emplace(key, r);
  };
  index_.walk_after(write, [&](const EventRef& r) {
    const Event& e = index_.event(r);
    if (orders(e, true)) return false;
    sign(r);
    if (e.kind == EventKind::call && e.callee)
      for (const EventRef& inner : index_.closure_of(e.callee))
        sign(inner);
    return true;
  });
  std::vector<RelaxedHandover> out;
  for (const EventRef& poll : index_.of(EventKind::atomic)) {
    const Event& p = index_.event(poll);
    if (p.op != AtomicOp::load || p.order != MemoryOrder::relaxed || !workers_.contains(poll.function))
      continue;
    const auto announce = signs.find(last_field(p.path));
    if (announce == signs.end() || index_.function(poll).blocks[poll.block].successors.size() < 2) continue;
    index_.walk_after(poll, [&](const EventRef& r) {
      const Event& e = index_.event(r);
      if (orders(e, false)) return false;
      const bool behind = e.kind == EventKind::read && last_field(e.path) == field &&
                          one_object(e.path, p.path) && index_.held(r).empty();
      if (behind) out.push_back({write, announce->second, poll, r});
      return !behind;
    });
  }
  return out;
}

std::vector<RelaxedHandover> PoolHandover::relaxed() const {
  std::vector<RelaxedHandover> out;
  if (workers_.empty()) return out;
  std::set<Symbol> polled; // owners of what workers poll, to look at few writes only
  for (const EventRef& r : index_.of(EventKind::atomic)) {
    const Event& e = index_.event(r);
    if (e.op == AtomicOp::load && e.order == MemoryOrder::relaxed && workers_.contains(r.function))
      polled.insert(last_field(e.path).first);
  }
  std::set<std::pair<EventRef, EventRef>> told;
  for (const EventRef& r : index_.of(EventKind::write)) {
    const FieldKey field = last_field(index_.event(r).path);
    if (!field.first || !polled.contains(field.first) || workers_.contains(r.function)) continue;
    if (index_.event(r).has(summary::flag_init) || is_fresh(r)) continue;
    const summary::Function& f = index_.function(r);
    if (f.has(summary::fn_constructor) || f.has(summary::fn_destructor)) continue;
    for (const RelaxedHandover& h : announced(r))
      if (told.insert({h.write, h.read}).second) out.push_back(h);
  }
  return out;
}

bool PoolHandover::waits(const EventRef& r) const {
  const auto stands = [&](const Event& e) {
    return e.kind == EventKind::join || e.kind == EventKind::await || e.kind == EventKind::cond_wait ||
           e.kind == EventKind::barrier || e.kind == EventKind::blocking;
  };
  const Event& e = index_.event(r);
  const auto spins = [&](const EventRef& at) {
    const Event& load = index_.event(at);
    return load.kind == EventKind::atomic && load.op == AtomicOp::load &&
           index_.cfg(at.function).in_loop(at.block);
  };
  if (stands(e) || spins(r) || teams_.is_barrier(r)) return true;
  if (e.kind != EventKind::call || !e.callee) return false;
  const auto inside = index_.closure_of(e.callee);
  return std::any_of(inside.begin(), inside.end(),
                     [&](const EventRef& i) { return stands(index_.event(i)) || spins(i); });
}

/// A way from the call to the caller's end on which it waits for nobody. Loops over handles are entered.
bool PoolHandover::returns_without_waiting(const EventRef& call) const {
  bool in_loop = false;
  const bool ends = index_.walk_after(call, [&](const EventRef& r) {
    const bool stands = r != call && waits(r);
    in_loop = in_loop || (stands && index_.cfg(r.function).in_loop(r.block));
    return !stands;
  });
  return ends && !in_loop;
}

/// A read that ends a thread's run of the team function: a barrier before it, none behind.
void PoolHandover::late_reads_of(std::uint32_t team, std::vector<LateRead>& out) const {
  const summary::Function& f = index_.program().functions[team];
  std::map<FieldKey, LateRead> found; // by the pool's field that the read goes through
  for (std::uint32_t b = 0; b < f.blocks.size(); ++b)
    for (std::uint32_t i = 0; i < f.blocks[b].events.size(); ++i) {
      const EventRef r{team, b, i};
      const Event& e = index_.event(r);
      if (e.kind != EventKind::read) continue;
      std::set<EventRef> barriers;
      index_.walk_before(r, [&](const EventRef& before) {
        if (!teams_.is_barrier(before)) return true;
        barriers.insert(before);
        return false;
      });
      if (barriers.empty()) continue;
      if (!index_.walk_after(r, [&](const EventRef& after) { return !teams_.may_meet(after); })) continue;
      for (std::size_t s = 0; s + 1 < e.path.steps.size(); ++s)
        if (e.path.steps[s].kind == StepKind::field && e.path.steps[s].owner &&
            e.path.steps[s + 1].kind == StepKind::deref)
          found.try_emplace({e.path.steps[s].owner, e.path.steps[s].name},
                            LateRead{r, *barriers.begin(), {}, {}});
    }
  if (found.empty()) return;
  for (const EventRef& call : index_.callers(f.usr)) {
    if (workers_.contains(call.function)) continue;
    for (const EventRef& lent : index_.of(EventKind::assign)) {
      const Event& e = index_.event(lent);
      if (lent.function != call.function || e.path.root.kind != RootKind::formal) continue;
      const auto late = found.find(last_field(e.dst));
      if (late == found.end() || !returns_without_waiting(call)) continue;
      out.push_back({late->second.read, late->second.barrier, lent, call});
      found.erase(late);
    }
  }
}

std::vector<LateRead> PoolHandover::late_reads() const {
  std::vector<LateRead> out;
  for (const std::uint32_t f : workers_)
    if (teams_.meets(f)) late_reads_of(f, out);
  return out;
}

std::vector<StaticTeamState> PoolHandover::static_states() const {
  std::vector<StaticTeamState> out;
  const auto& program = index_.program();
  for (std::uint32_t f = 0; f < program.functions.size(); ++f) {
    if (!teams_.meets(f)) continue;
    const auto& blocks = program.functions[f].blocks;
    std::vector<EventRef> barriers, resets, uses;
    for (std::uint32_t b = 0; b < blocks.size(); ++b)
      for (std::uint32_t i = 0; i < blocks[b].events.size(); ++i) {
        const EventRef r{f, b, i};
        const Event& e = index_.event(r);
        if (teams_.is_barrier(r) && teams_.of_parameter(r)) barriers.push_back(r);
        if (e.path.root.kind != RootKind::global || !e.path.steps.empty()) continue;
        const summary::Global* g = program.global(e.path.root.entity);
        if (g == nullptr || g->type.has(summary::type_thread_local)) continue;
        if (e.kind == EventKind::atomic && e.op == AtomicOp::fetch) uses.push_back(r);
        const bool stores = (e.kind == EventKind::atomic && e.op == AtomicOp::store) ||
                            (e.kind == EventKind::write && !e.has(summary::flag_init));
        if (stores && teams_.of_one_thread(r)) resets.push_back(r);
      }
    for (const EventRef& reset : resets)
      for (const EventRef& use : uses)
        if (index_.event(reset).path == index_.event(use).path && !barriers.empty())
          out.push_back({reset, use, barriers.front()});
  }
  return out;
}

} // namespace burler::detect
