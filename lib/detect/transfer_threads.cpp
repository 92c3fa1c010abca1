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

/// The same field of an object behind a pointer that is not followed: it may be the handle's object, and who
/// joins threads of a pool joins those that there are.
bool same_field_behind_pointer(const Facts& facts, PathId handle, PathId joined) {
  const auto field_of = [&](PathId path) -> const PathStep* {
    const auto& steps = facts.paths[path].steps;
    return steps.empty() || steps.back().kind != StepKind::field || !steps.back().owner ? nullptr
                                                                                        : &steps.back();
  };
  const PathStep *a = field_of(handle), *b = field_of(joined);
  const auto& steps = facts.paths[joined].steps;
  return a != nullptr && b != nullptr && *a == *b &&
         std::any_of(steps.begin(), steps.end(), [](const PathStep& s) { return s.kind == StepKind::deref; });
}

/// Does joining `joined` end the activity whose handle is `handle`? Elements of one container that an
/// expression selects are not told apart: joining one is taken for joining all, since joins come in loops.
bool same_handle(Facts& facts, PathId handle, PathId joined, bool all) {
  if (handle == joined || same_field_behind_pointer(facts, handle, joined)) return true;
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
  if (added) {
    fork_handles_.push_back(0);
    fork_rounds_.push_back(rounds_around(block_));
  }
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
  if (const PathId task = shared_state(state, e.path)) // a future of the task tells its end
    fork_handles_[number] = facts_.sets.insert(fork_handles_[number], task);
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
  state.at.stale = facts_.sets.erase(state.at.stale, number + 1);
  f.origin = origin(e);
  f.sure = surely_runs(block_);
  f.at = state.at;
  note_handed(e, state, f.operands);
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
      const auto by_call = made_by_call_.find(root);
      const bool made =
          (e.kind == EventKind::alloc && e.path.root == root) ||
          (e.kind == EventKind::call && by_call != made_by_call_.end() && by_call->second == e.place);
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

/// Under the branch that asks whether starting one more thread has failed, while earlier ones live.
bool FunctionAnalysis::start_failed(const FlowState& state) const {
  const auto& before = cfg_.predecessors(block_);
  if (before.size() != 1 || function_.blocks[before.front()].successors.size() != 2) return false;
  const auto& events = function_.blocks[before.front()].events;
  if (events.empty() || events.back().kind != EventKind::fork) return false;
  const auto fork = cfg_.first_event(before.front()) + static_cast<std::uint32_t>(events.size()) - 1;
  const auto number = fork_numbers_.find({fork, 0});
  return number != fork_numbers_.end() && cfg_.in_loop(before.front()) &&
         facts_.sets.contains(state.at.active, number->second + 1);
}

/// Rounds of the innermost loop around the block, when they are a constant; else 0.
std::uint32_t FunctionAnalysis::rounds_around(std::uint32_t block) const {
  const std::int64_t header = cfg_.loop_header(block);
  return header < 0 ? 0 : function_.blocks[static_cast<std::size_t>(header)].rounds;
}

/// No branch leads past the block, save that of a loop which is known to run.
bool FunctionAnalysis::surely_runs(std::uint32_t block) const {
  if (cfg_.conditional(block)) return false;
  if (!cfg_.in_loop(block)) return true;
  const auto header = static_cast<std::uint32_t>(cfg_.loop_header(block));
  if (function_.blocks[header].rounds == 0) return false;
  const auto& before = cfg_.predecessors(header);
  return std::all_of(before.begin(), before.end(), [&](std::uint32_t b) {
    return cfg_.loop_header(b) == header || (!cfg_.in_loop(b) && !cfg_.conditional(b));
  });
}

void FunctionAnalysis::join_path(FlowState& state, PathId handle, bool all, std::uint32_t rounds) {
  if (handle == 0) return;
  bool some_left = false;
  state.at.active = facts_.sets.erase_if(state.at.active, [&](std::uint32_t fork) {
    const auto& handles = facts_.sets[fork_handles_[fork - 1]];
    const bool same = std::any_of(handles.begin(), handles.end(),
                                  [&](PathId h) { return same_handle(facts_, h, handle, all); });
    const bool fewer = same && rounds != 0 && fork_rounds_[fork - 1] > rounds;
    some_left = some_left || fewer;
    return same && !fewer;
  });
  if (!some_left) state.at.joined = facts_.sets.insert(state.at.joined, handle);
}

/// The join already holds at the entry of block `target`.
void FunctionAnalysis::join_early(PathId handle, bool all, std::uint32_t target, std::uint32_t rounds) {
  const std::tuple entry{handle, all, rounds};
  if (std::find(early_[target].begin(), early_[target].end(), entry) != early_[target].end()) return;
  early_[target].push_back(entry);
  dirty_.push_back(target);
}

/// Calls of functions that join, where a join itself would count early (Cfg::early_targets): in a loop that
/// starts nothing, and in `if (own) stop(pool);`.
void FunctionAnalysis::joined_by_call(const Summary& callee, CallSite& site) {
  if (facts_.sets[callee.exit.joined].empty() || emitting_) return;
  std::vector<std::uint32_t> targets;
  const std::int64_t header = cfg_.loop_header(block_);
  if (header >= 0 && !starts_threads(header)) targets.push_back(static_cast<std::uint32_t>(header));
  if (cfg_.predecessors(block_).size() == 1) {
    const auto& branches = function_.blocks[cfg_.predecessors(block_).front()].successors;
    const auto& after = function_.blocks[block_].successors;
    for (const std::uint32_t other : branches)
      if (other != block_ && std::find(after.begin(), after.end(), other) != after.end())
        targets.push_back(other);
  }
  for (const PathId handle : SetTable::Items(facts_.sets[site.translate_paths(callee.exit.joined)]))
    for (const std::uint32_t target : targets)
      join_early(handle, false, target);
}

/// Some block of the loop starts a thread.
bool FunctionAnalysis::starts_threads(std::int64_t loop) const {
  for (const std::uint32_t b : cfg_.order()) {
    if (cfg_.loop_header(b) != loop) continue;
    for (const summary::Event& e : function_.blocks[b].events) {
      const auto called = e.callee ? facts_.summaries.find(e.callee) : facts_.summaries.end();
      if (e.kind == EventKind::fork || (called != facts_.summaries.end() && !called->second.forks.empty()))
        return true;
    }
  }
  return false;
}

void FunctionAnalysis::moved_handle(PathId to, PathId from) {
  for (SetId& handles : fork_handles_)
    if (facts_.sets.contains(handles, from)) handles = facts_.sets.insert(handles, to);
}

void FunctionAnalysis::signal(PathId object) {
  if (object != 0) signals_[event_] = facts_.sets.insert(signals_[event_], object);
}

/// What a future and its promise or task have in common, whatever copies they go through.
PathId FunctionAnalysis::shared_state(const FlowState& state, AccessPath handle) {
  if (!handle) return 0;
  handle.steps.push_back({StepKind::storage, {}, {}});
  return resolve_value(state, handle);
}

void FunctionAnalysis::order_event(const summary::Event& e, FlowState& state) {
  const PathId object = resolve_value(state, e.path);
  if (e.kind != EventKind::notify && e.kind != EventKind::signal) note_wait(e, state, object);
  if (object == 0) return;
  const PathId common = shared_state(state, e.path);
  const auto await = [&] {
    state.at.awaited = facts_.sets.insert(state.at.awaited, object);
    if (common != 0 && e.kind == EventKind::await)
      state.at.awaited = facts_.sets.insert(state.at.awaited, common);
  };
  switch (e.kind) {
  case EventKind::join:
  case EventKind::await: {
    const bool all = e.has(summary::flag_all);
    const std::uint32_t rounds = rounds_around(block_);
    join_path(state, object, all, rounds);
    if (e.kind == EventKind::await && common != 0) join_path(state, common, all, rounds);
    if (!e.has(summary::flag_try) && !e.has(summary::flag_timed)) await();
    for (const std::uint32_t target : cfg_.early_targets(block_))
      join_early(object, all, target, rounds);
    break;
  }
  case EventKind::cond_wait:
    await();
    break;
  case EventKind::signal:
    signal(common);
    signal(object);
    break;
  case EventKind::notify:
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

/// The callee puts a callable into a queue that a pool of threads serves, or waits for the pool.
void FunctionAnalysis::pool_call(const summary::Event& e, FlowState& state, Symbol callee, PathId self,
                                 const std::vector<PathId>& operands) {
  if (!facts_.task_queues || !state.reached) return;
  const auto operand = [&](std::uint32_t i) { return i < operands.size() ? operands[i] : 0; };
  PathContext context = facts_.context();
  const auto pointee = [&](PathId pointer) {
    return pointer == 0 ? 0 : state.env.resolve(context, facts_.paths.add_deref(pointer));
  };
  if (const int* pool = facts_.task_queues->waits(callee); pool != nullptr) {
    join_path(state, *pool < 0 ? self : pointee(operand(static_cast<std::uint32_t>(*pool))), true);
    return;
  }
  const TaskQueues::Sink* sink = facts_.task_queues->sink(callee);
  const PathId callable = sink == nullptr ? 0 : operand(sink->callable);
  const Symbol code = callable == 0 ? Symbol{} : state.env.callee(context, callable);
  const summary::Function* task = code ? facts_.program.function(code) : nullptr;
  if (task == nullptr) return;
  summary::Event fork;
  fork.kind = EventKind::fork;
  fork.place = e.place;
  fork.callee = code;
  fork.flags = summary::flag_task | summary::flag_inferred;
  if (task->has(summary::fn_lambda)) {
    fork.has_self = true;
    fork.self = facts_.paths[callable];
  } else if (sink->argument) {
    fork.operands.push_back(facts_.paths[operand(*sink->argument)]);
    fork.by_reference = *sink->argument < 64 ? e.by_reference >> *sink->argument & 1 : 0;
  }
  fork_event(fork, state);
  SetId& handles = fork_handles_[fork_number(event_, 0)];
  const PathId pool = sink->pool ? pointee(operand(*sink->pool)) : self;
  for (const PathId handle : {pool, state.env.resolve_value(context, result_path())})
    if (handle != 0) handles = facts_.sets.insert(handles, handle);
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
