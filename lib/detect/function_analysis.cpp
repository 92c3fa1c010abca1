#include "detect/function_analysis.h"

#include "detect/type_facts.h"

#include <algorithm>
#include <set>

namespace burler::detect {

using summary::EventKind;

namespace {

/// Blocks are revisited at most this often; states only lose facts at merges, so it is not reached in
/// practice.
constexpr unsigned most_visits = 40;

} // namespace

FunctionAnalysis::FunctionAnalysis(Facts& facts, const summary::Function& function)
    : facts_(facts), function_(function), cfg_(function) {
  outs_.resize(function.blocks.size());
  edge_outs_.resize(function.blocks.size());
  early_.resize(function.blocks.size());
  signals_.resize(cfg_.event_count());
  after_.resize(cfg_.event_count());
  lock_steps_.resize(cfg_.event_count());
  identity_ = facts.captured_values.contains(function.usr);
  for (const summary::Variable& v : function.formals)
    if (!v.type.has(summary::type_pointer) && !v.type.has(summary::type_reference) &&
        !v.type.has(summary::type_class))
      identity_ = true;
}

Summary FunctionAnalysis::run() {
  if (function_.blocks.empty()) return {};
  fixpoint();
  flow_backward();
  follow_locks();
  emit();
  return std::move(out_);
}

FlowState FunctionAnalysis::entry_state() {
  FlowState state;
  state.reached = true;
  state.at.barriers = facts_.sets.intern({entry_barrier});
  for (const summary::Attribute& a : function_.attributes) {
    const bool shared = a.kind == summary::Attribute::requires_shared;
    const bool own = a.path.root.kind == RootKind::self && a.path.steps.empty(); // a lock's unlock()
    const bool gives_back = a.kind == summary::Attribute::releases && !own;
    if (a.kind != summary::Attribute::requires_lock && !shared && !gives_back) continue;
    const LockMode mode = shared ? LockMode::shared : LockMode::exclusive;
    if (const PathId lock = intern(a.path)) {
      entry_held_ = facts_.sets.insert(entry_held_, held_item(lock, mode));
      entry_held_ = facts_.sets.insert(entry_held_, held_item(inner_lock(facts_.context(), lock), mode));
    }
  }
  state.at.held = entry_held_;
  given_guards(state);
  return state;
}

void FunctionAnalysis::merge(SetTable& sets, FlowState& into, const FlowState& from) {
  if (!from.reached) return;
  if (!into.reached) {
    into = from;
    return;
  }
  const SetId held = sets.intersect(into.at.held, from.at.held);
  const auto gave = [&](const FlowState& one, const FlowState& other) {
    return sets.erase_if(
        sets.map(one.at.held,
                 [&](std::uint32_t item) { return sets.contains(held, item) ? 0 : lock_of(item); }),
        [&](std::uint32_t lock) { return !sets.contains(other.given, lock); });
  };
  into.at.loose =
      sets.unite(sets.unite(into.at.loose, from.at.loose), sets.unite(gave(into, from), gave(from, into)));
  into.given = sets.unite(into.given, from.given);
  into.handed = sets.intersect(into.handed, from.handed);
  std::erase_if(into.outcomes, [&](const auto& o) {
    return std::find(from.outcomes.begin(), from.outcomes.end(), o) == from.outcomes.end();
  });
  std::erase_if(into.chains, [&](const auto& c) {
    return std::find(from.chains.begin(), from.chains.end(), c) == from.chains.end();
  });
  into.again = sets.intersect(into.again, from.again);
  into.emptied = sets.intersect(into.emptied, from.emptied);
  const SetId any = sets.unite(into.at.held, from.at.held);
  into.at.maybe = sets.unite(into.at.maybe, from.at.maybe);
  if (any != held)
    into.at.maybe = sets.unite(into.at.maybe, sets.map(any, [&](std::uint32_t item) {
      return sets.contains(held, item) ? 0 : lock_of(item);
    }));
  into.at.held = held;
  into.at.released = sets.unite(into.at.released, from.at.released);
  into.at.acquired = sets.intersect(into.at.acquired, from.at.acquired);
  into.at.spans = common_spans(sets, into.at, from.at);
  into.at.active = sets.unite(into.at.active, from.at.active);
  into.at.sections = sets.unite(into.at.sections, from.at.sections);
  into.at.stale = sets.intersect(into.at.stale, from.at.stale);
  into.at.joined = sets.intersect(into.at.joined, from.at.joined);
  into.at.awaited = sets.intersect(into.at.awaited, from.at.awaited);
  into.at.barriers = sets.unite(into.at.barriers, from.at.barriers);
  into.at.fresh = sets.intersect(into.at.fresh, from.at.fresh);
  into.recursive = sets.unite(into.recursive, from.recursive);
  into.env.meet(from.env);
  std::vector<GuardState> guards;
  for (const GuardState& g : into.guards)
    for (const GuardState& h : from.guards)
      if (g.guard == h.guard) {
        GuardState both = g;
        both.locks = sets.unite(g.locks, h.locks);
        if (g.owns != h.owns) both.owns = GuardState::Owns::maybe;
        guards.push_back(both);
      }
  into.guards = std::move(guards);
}

FlowState FunctionAnalysis::incoming(std::uint32_t block) {
  FlowState state;
  if (block == 0) state = entry_state();
  for (const std::uint32_t p : cfg_.predecessors(block)) {
    const auto& successors = function_.blocks[p].successors;
    for (std::size_t edge = 0; edge < edge_outs_[p].size(); ++edge)
      if (successors[edge] == block) merge(facts_.sets, state, edge_outs_[p][edge]);
  }
  if (state.reached)
    for (const auto& [handle, all, rounds] : early_[block])
      join_path(state, handle, all, rounds);
  return state;
}

void FunctionAnalysis::transfer_block(std::uint32_t block, FlowState& state) {
  block_ = block;
  const auto& events = function_.blocks[block].events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!state.reached) return; // a callee that never returns
    event_ = cfg_.first_event(block) + static_cast<std::uint32_t>(i);
    if (emitting_) settle(state);
    transfer(events[i], state);
  }
}

void FunctionAnalysis::fixpoint() {
  const auto& order = cfg_.order();
  std::vector<unsigned> visits(function_.blocks.size());
  std::vector<bool> queued(function_.blocks.size());
  std::vector<std::uint32_t> rank(function_.blocks.size());
  for (std::uint32_t i = 0; i < order.size(); ++i)
    rank[order[i]] = i;
  std::set<std::pair<std::uint32_t, std::uint32_t>> work; // by rank
  for (const std::uint32_t b : order)
    work.emplace(rank[b], b);
  while (!work.empty()) {
    const std::uint32_t block = work.begin()->second;
    work.erase(work.begin());
    FlowState state = incoming(block);
    if (!state.reached || ++visits[block] > most_visits) continue;
    transfer_block(block, state);
    const auto& successors = function_.blocks[block].successors;
    std::vector<FlowState> edges(successors.size(), state);
    for (std::size_t e = 0; e < edges.size(); ++e) {
      apply_branch(block, e, edges[e]);
      if (e >= edge_outs_[block].size() || !(edges[e] == edge_outs_[block][e]))
        work.emplace(rank[successors[e]], successors[e]);
    }
    edge_outs_[block] = std::move(edges);
    outs_[block] = std::move(state);
    for (const std::uint32_t b : dirty_)
      work.emplace(rank[b], b);
    dirty_.clear();
  }
}

/// after_[e]: what may be signalled between event e and the end of the function.
void FunctionAnalysis::flow_backward() {
  std::vector<SetId> at_entry(function_.blocks.size());
  bool changed = true;
  for (int round = 0; changed && round < 20; ++round) {
    changed = false;
    for (auto it = cfg_.order().rbegin(); it != cfg_.order().rend(); ++it) {
      SetId set = 0;
      for (const std::uint32_t to : function_.blocks[*it].successors)
        set = facts_.sets.unite(set, at_entry[to]);
      const std::uint32_t first = cfg_.first_event(*it);
      for (std::size_t i = function_.blocks[*it].events.size(); i-- > 0;) {
        after_[first + i] = set;
        set = facts_.sets.unite(set, signals_[first + i]);
      }
      changed = changed || at_entry[*it] != set;
      at_entry[*it] = set;
    }
  }
}

void FunctionAnalysis::emit() {
  emitting_ = true;
  out_.forks.resize(fork_handles_.size());
  FlowState exit;
  for (const std::uint32_t block : cfg_.order()) {
    FlowState state = incoming(block);
    if (!state.reached) continue;
    transfer_block(block, state);
    const summary::Block& source = function_.blocks[block];
    if (!source.successors.empty() || source.abandons) continue;
    // `if (pool == NULL) return;`: who has nothing to join need not join.
    SetId joined = facts_.sets.unite(exit.at.joined, state.at.joined);
    for (const std::uint32_t before : cfg_.predecessors(block))
      if (outs_[before].reached) joined = facts_.sets.unite(joined, outs_[before].at.joined);
    merge(facts_.sets, exit, state);
    exit.at.joined = joined;
  }
  out_.returns = exit.reached;
  pair_changes();
  finish(out_, exit);
  record_leaks();
}

void FunctionAnalysis::finish(Summary& out, const FlowState& exit) {
  SetTable& sets = facts_.sets;
  out.exit = exit.at;
  out.exit.released = sets.erase_if(out.exit.released, [&](std::uint32_t lock) { // taken again
    const auto again = [&](LockMode mode) {
      return sets.contains(out.exit.held, held_item(lock, mode)) &&
             sets.contains(entry_held_, held_item(lock, mode));
    };
    return again(LockMode::exclusive) || again(LockMode::shared);
  });
  out.exit.held =
      sets.erase_if(out.exit.held, [&](std::uint32_t i) { return sets.contains(entry_held_, i); });
  out.published = sets.intern({published_.begin(), published_.end()});
  out.recursive = exit.recursive;
  for (const SetId s : signals_)
    out.signalled = sets.unite(out.signalled, s);
  if (returned_.empty() || returns_differ_)
    out.returned = 0;
  else
    out.returned = returned_.front();
  for (std::size_t i = 0; i < out.forks.size(); ++i)
    out.forks[i].handles = fork_handles_[i];
  out.returns_fresh = returns_differ_ && returns_fresh_ && !returns_known_;
  if (returns_differ_) out.may_return = std::move(may_return_);
  drop_private(out);
}

PathId FunctionAnalysis::resolve(const FlowState& state, const AccessPath& path) {
  PathContext context = facts_.context();
  return state.env.resolve(context, intern(path));
}

PathId FunctionAnalysis::resolve_value(const FlowState& state, const AccessPath& path) {
  PathContext context = facts_.context();
  return state.env.resolve_value(context, intern(path));
}

PathId FunctionAnalysis::result_path() const {
  return facts_.paths.intern({{RootKind::call_result, event_, function_.usr}, {}});
}

/// The object behind a root is a new one from here on; threads that got the old one do not know it.
void FunctionAnalysis::remade(const summary::Event& e, FlowState& state) {
  PathRoot root = e.dst.root;
  if (e.kind == EventKind::alloc || e.kind == EventKind::write) root = e.path.root;
  const bool plain = e.kind == EventKind::alloc || e.kind == EventKind::construct ||
                     e.kind == EventKind::closure ||
                     (e.kind == EventKind::write && e.has(summary::flag_init) && e.path.steps.empty());
  if (!plain || fork_fresh_.empty()) return;
  const PathId bare = facts_.paths.intern({root, {}});
  for (const auto& [fork, fresh] : fork_fresh_)
    if (facts_.sets.contains(fresh, bare)) state.at.stale = facts_.sets.insert(state.at.stale, fork + 1);
}

/// What an owner held has ended by `reset` or `delete`, or was moved on: the end of the owner's scope ends
/// nothing more, and waits for nothing.
bool FunctionAnalysis::ended_before(const summary::Event& e, FlowState& state) {
  SetId& emptied = state.emptied;
  const bool moved = e.kind == EventKind::assign && e.assign == summary::AssignKind::move;
  if (moved && e.path && e.path != e.dst) {
    emptied = facts_.sets.insert(facts_.sets.erase(emptied, intern(e.dst)), intern(e.path));
    return false;
  }
  if ((e.kind == EventKind::await || e.kind == EventKind::join) && emptied != 0 && e.path)
    return facts_.sets.contains(emptied, intern(e.path));
  if (e.kind == EventKind::free && e.path) {
    emptied = facts_.sets.insert(emptied, intern(e.path));
    return false;
  }
  if (emptied == 0) return false;
  if (e.kind == EventKind::destroy && !e.path.steps.empty() && e.path.steps.back().kind == StepKind::deref) {
    AccessPath owner = e.path;
    owner.steps.pop_back();
    return facts_.sets.contains(emptied, intern(owner));
  }
  if (e.dst) emptied = facts_.sets.erase(emptied, intern(e.dst));
  for (const AccessPath& given : e.operands) // a call may fill it again
    emptied = facts_.sets.erase(emptied, intern(given));
  return false;
}

void FunctionAnalysis::transfer(const summary::Event& e, FlowState& state) {
  if (ended_before(e, state)) return;
  remade(e, state);
  lock_steps_[event_].clear();
  switch (e.kind) {
  case EventKind::read:
  case EventKind::write:
  case EventKind::atomic:
    return access_event(e, state);
  case EventKind::require:
    return note_value(e, state, resolve(state, e.path));
  case EventKind::acquire:
  case EventKind::release:
    return lock_event(e, state);
  case EventKind::guard_init:
  case EventKind::guard_lock:
  case EventKind::guard_unlock:
  case EventKind::guard_disown:
  case EventKind::guard_move:
  case EventKind::guard_end:
    return guard_event(e, state);
  case EventKind::fork:
  case EventKind::launch:
    return fork_event(e, state);
  case EventKind::join:
  case EventKind::await:
  case EventKind::cond_wait:
  case EventKind::notify:
  case EventKind::signal:
  case EventKind::barrier:
    return order_event(e, state);
  case EventKind::once:
    return once_event(e, state);
  case EventKind::call:
  case EventKind::construct:
  case EventKind::destroy:
    return call_event(e, state);
  case EventKind::assign:
  case EventKind::closure:
  case EventKind::alloc:
    return alias_event(e, state);
  case EventKind::ret:
    return return_event(e, state);
  case EventKind::configure:
    return configure(e, state);
  case EventKind::constant:
    return constant_event(e, state);
  case EventKind::blocking:
  case EventKind::suspend:
    return note_wait(e, state, resolve_value(state, e.path));
  default:
    return;
  }
}

} // namespace burler::detect
