// Forks, joins, and the objects that order one thread after another.
#include "detect/function_analysis.h"

#include <algorithm>
#include <set>

namespace burler::detect {

using summary::EventKind;

namespace {

constexpr std::size_t most_snapshot = 256;

/// Joins one element named by a literal, and the handle is of another element or of any.
bool other_element(const Facts& facts, PathId handle, PathId joined) {
  const auto& a = facts.paths[handle].steps;
  const auto& b = facts.paths[joined].steps;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (b[i].kind != StepKind::index || a[i].kind != StepKind::index || a[i].name == b[i].name) continue;
    const std::string& text = facts.program.symbols.text(b[i].name);
    if (!text.empty() && text.find_first_not_of("0123456789") == std::string::npos) return true;
  }
  return false;
}

/// Does joining `joined` end the activity whose handle is `handle`? Elements of one container that an
/// expression selects are not told apart: joining one is taken for joining all, since joins come in loops.
bool same_handle(Facts& facts, PathId handle, PathId joined, bool all) {
  if (handle == joined) return true;
  if (!all && other_element(facts, handle, joined)) return false;
  PathTable& paths = facts.paths;
  const PathId a = paths.container_of(handle), b = paths.container_of(joined);
  if (all) return paths.starts_with(a, b);
  return a == b;
}

} // namespace

std::uint32_t FunctionAnalysis::fork_number(std::uint32_t event, std::uint32_t callee_fork) {
  const auto next = static_cast<std::uint32_t>(fork_handles_.size());
  if (next >= most_forks) {
    const auto known = fork_numbers_.find({event, callee_fork});
    return known == fork_numbers_.end() ? next - 1 : known->second;
  }
  const auto [entry, added] = fork_numbers_.try_emplace({event, callee_fork}, next);
  if (added) fork_handles_.push_back(0);
  return entry->second;
}

void FunctionAnalysis::fork_event(const summary::Event& e, FlowState& state) {
  PathContext context = facts_.context();
  Symbol callee = e.callee;
  PathId self = e.has_self ? state.env.resolve(context, intern(e.self)) : 0;
  if (!callee) {
    const PathId callable = resolve_value(state, e.path);
    callee = state.env.callee(context, callable);
    if (const auto& known = facts_.call_targets.of(function_.usr, event_); !callee && known.size() == 1)
      callee = known.front();
    self = callable;
  }
  if (!callee || e.kind == EventKind::launch) return;
  const std::uint32_t number = fork_number(event_, 0);
  PathId handle = e.dst ? state.env.resolve(context, intern(e.dst)) : result_path();
  fork_handles_[number] = facts_.sets.insert(fork_handles_[number], handle);
  Fork f;
  f.callee = callee;
  f.self = self;
  std::vector<PathId> things{self};
  for (const AccessPath& operand : e.operands) {
    f.operands.push_back(resolve(state, operand));
    things.push_back(f.operands.back());
  }
  f.by_reference = e.by_reference;
  f.flags = e.flags;
  f.snapshot = snapshot(state, things);
  for (const auto& [key, binding] : f.snapshot)
    things.push_back(binding.target);
  publish_reachable(state, things);
  // The threads that one event starts share what it hands over.
  f.fresh = e.has(summary::flag_many) ? SetId{} : fresh_roots(things);
  fork_fresh_[number] = f.fresh;
  state.at.stale = facts_.sets.erase_if(state.at.stale, [&](std::uint32_t s) { return s == number + 1; });
  f.origin = origin(e);
  f.at = state.at;
  if (emitting_) out_.forks[number] = std::move(f);
  if (!e.has(summary::flag_scoped)) state.at.spans = with_span(state.at, number, state.at.held);
  if (!e.has(summary::flag_scoped)) state.at.active = facts_.sets.insert(state.at.active, number + 1);
}

/// What is known about the things handed over and everything they lead to.
std::vector<AliasEnv::Entry> FunctionAnalysis::snapshot(const FlowState& state,
                                                        const std::vector<PathId>& things) {
  std::set<PathRoot> roots;
  for (const PathId p : things)
    if (p != 0) roots.insert(facts_.paths[p].root);
  std::vector<AliasEnv::Entry> out;
  std::set<PathId> taken;
  for (bool grown = true; grown;) {
    grown = false;
    for (const auto& entry : state.env.entries()) {
      if (out.size() >= most_snapshot) return out;
      const PathRoot& root = facts_.paths[entry.first].root;
      if (taken.contains(entry.first) || (root.kind != RootKind::global && !roots.contains(root))) continue;
      taken.insert(entry.first);
      out.push_back(entry);
      if (entry.second.target != 0) roots.insert(facts_.paths[entry.second.target].root);
      grown = true;
    }
  }
  return out;
}

/// Roots made anew between two executions of the current event: variables of the loop body, fresh heap.
SetId FunctionAnalysis::fresh_roots(const std::vector<PathId>& things) {
  SetTable::Items fresh;
  for (const PathId p : things) {
    if (p == 0) continue;
    const PathRoot root = facts_.paths[p].root;
    if (root.kind != RootKind::local && root.kind != RootKind::allocation) continue;
    const auto defines = [&](const summary::Event& e) {
      const bool made = e.kind == EventKind::alloc && e.path.root == root;
      const bool begun = (e.kind == EventKind::construct || e.kind == EventKind::closure) &&
                         e.dst.root == root && e.dst.steps.empty();
      const bool initialised = e.kind == EventKind::write && e.has(summary::flag_init) &&
                               e.path.root == root && e.path.steps.empty();
      const bool ended = e.kind == EventKind::destroy && e.path.root == root && e.path.steps.empty();
      return made || begun || initialised || ended;
    };
    if (!cfg_.repeats_without(event_, defines)) fresh.push_back(facts_.paths.intern({root, {}}));
  }
  return facts_.sets.intern(std::move(fresh));
}

void FunctionAnalysis::join_path(FlowState& state, PathId handle, bool all) {
  if (handle == 0) return;
  state.at.active = facts_.sets.erase_if(state.at.active, [&](std::uint32_t fork) {
    const auto& handles = facts_.sets[fork_handles_[fork - 1]];
    return std::any_of(handles.begin(), handles.end(),
                       [&](PathId h) { return same_handle(facts_, h, handle, all); });
  });
  state.at.joined = facts_.sets.insert(state.at.joined, handle);
}

void FunctionAnalysis::moved_handle(PathId to, PathId from) {
  for (SetId& handles : fork_handles_)
    if (facts_.sets.contains(handles, from)) handles = facts_.sets.insert(handles, to);
}

void FunctionAnalysis::signal(PathId object) {
  if (object != 0) signals_[event_] = facts_.sets.insert(signals_[event_], object);
}

void FunctionAnalysis::order_event(const summary::Event& e, FlowState& state) {
  const PathId object = resolve_value(state, e.path);
  if (e.kind != EventKind::notify && e.kind != EventKind::signal) note_wait(e, state, object);
  if (object == 0) return;
  const auto await = [&] { state.at.awaited = facts_.sets.insert(state.at.awaited, object); };
  switch (e.kind) {
  case EventKind::join:
  case EventKind::await: {
    const bool all = e.has(summary::flag_all);
    join_path(state, object, all);
    if (!e.has(summary::flag_try) && !e.has(summary::flag_timed)) await();
    for (const std::uint32_t target : cfg_.early_targets(block_)) {
      const std::pair<PathId, bool> entry{object, all};
      if (std::find(early_[target].begin(), early_[target].end(), entry) != early_[target].end()) continue;
      early_[target].push_back(entry);
      dirty_.push_back(target);
    }
    break;
  }
  case EventKind::cond_wait:
    await();
    break;
  case EventKind::notify:
  case EventKind::signal:
    signal(object);
    break;
  case EventKind::barrier: {
    const PathId phase = facts_.paths.add_field(object, {}, {});
    state.at.awaited = facts_.sets.insert(state.at.awaited, phase);
    signal(phase);
    state.at.barriers = facts_.sets.intern({2 + (object << 12 | (event_ & 0xfff))});
    break;
  }
  default:
    break;
  }
}

/// The initialiser runs under a lock of its own (the flag); everybody who passed the flag comes after it.
void FunctionAnalysis::once_event(const summary::Event& e, FlowState& state) {
  const PathId flag = resolve_value(state, e.path);
  const SetId lock = flag == 0 ? 0 : facts_.sets.intern({held_item(flag, LockMode::exclusive)});
  const SetId before = state.at.held;
  state.at.held = facts_.sets.unite(before, lock);
  if (flag != 0)
    running_holds_ = facts_.sets.insert(0, facts_.hold({flag, LockMode::exclusive, false, origin(e)}));
  signal(flag);
  const SetId after = after_[event_];
  after_[event_] = facts_.sets.unite(after, facts_.sets.insert(0, flag));
  call_event(e, state);
  running_holds_ = 0;
  after_[event_] = after;
  signal(flag);
  state.at.held = facts_.sets.intersect(state.at.held, before);
  if (flag != 0) end_spans(state.at, flag, false);
  if (flag != 0) state.at.awaited = facts_.sets.insert(state.at.awaited, flag);
}

} // namespace burler::detect
