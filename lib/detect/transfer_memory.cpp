// Accesses, aliases, stores and returns.
#include "detect/function_analysis.h"

#include "detect/type_facts.h"

namespace burler::detect {

using summary::EventKind;

namespace {

constexpr std::uint32_t internal_types = summary::type_lock | summary::type_guard | summary::type_condition |
                                         summary::type_thread | summary::type_sync |
                                         summary::type_concurrent | summary::type_thread_local;

} // namespace

/// The thread's own inputs, and what may come of them.
bool FunctionAnalysis::may_be_own(const AccessPath& path) const {
  const RootKind kind = path.root.kind;
  const auto captured = facts_.captured_values.find(function_.usr);
  if (kind == RootKind::self && !path.steps.empty() && captured != facts_.captured_values.end())
    return captured->second.contains(path.steps.front().name);
  return kind == RootKind::local || kind == RootKind::formal || kind == RootKind::call_result;
}

/// Whether the thread comes to the block depends on inputs of its own, such as its number; what a condition
/// asks of shared state is the same for all.
bool FunctionAnalysis::identity_decides(std::uint32_t block) {
  if (!cfg_.conditional(block)) return false;
  if (!branches_) branches_.emplace(function_);
  if (function_.blocks.size() > Branches::most_blocks) return true;
  const auto own = [&](const AccessPath& path) { return may_be_own(path); };
  return std::any_of(branches_->all().begin(), branches_->all().end(), [&](const Branch& branch) {
    if (!branch.decided[block] || cfg_.loop_header(branch.block) == branch.block) return false;
    const summary::Block& asking = function_.blocks[branch.block];
    if (std::any_of(asking.depends.begin(), asking.depends.end(), own)) return true;
    const std::size_t tests = branch.end - branch.first_test;
    return std::any_of(asking.events.end() - static_cast<std::ptrdiff_t>(tests), asking.events.end(),
                       [&](const summary::Event& e) {
                         return e.kind == summary::EventKind::call &&
                                std::any_of(e.operands.begin(), e.operands.end(), own);
                       });
  });
}

/// What any record of this place says; the kind is the caller's to add.
Access FunctionAnalysis::access_here(const summary::Event& e, const FlowState& state, PathId path) {
  Access a;
  a.path = path;
  a.by_identity = identity_ && identity_decides(block_);
  a.conditional = cfg_.conditional(block_) && !start_failed(state);
  a.conditional_identity = identity_;
  a.flags = e.flags;
  a.type = e.type;
  a.origin = origin(e);
  a.at = state.at;
  a.followed = after_[event_];
  a.event = event_;
  a.walked = walked_;
  a.raw = e.path ? facts_.paths.intern(e.path) : 0;
  return a;
}

void FunctionAnalysis::record_access(const summary::Event& e, FlowState& state, PathId path, bool write,
                                     bool atomic) {
  if (!emitting_ || path == 0) return;
  if (out_.accesses.size() >= most_accesses) {
    out_.truncated = true;
    return;
  }
  const summary::Type* type = declared_type(facts_.program, facts_.paths, facts_.paths[path]);
  if (type != nullptr && (type->flags & internal_types) != 0) return;
  Access a = access_here(e, state, path);
  a.write = write;
  a.atomic = atomic;
  a.handed = is_handed(state, path);
  a.relaxed = atomic && e.order == MemoryOrder::relaxed;
  out_.accesses.push_back(a);
}

void FunctionAnalysis::access_event(const summary::Event& e, FlowState& state) {
  // A call on the whole object that we cannot see into says nothing about its fields.
  if (e.path.root.kind == RootKind::self && e.path.steps.empty()) return;
  const PathId path = resolve(state, e.path);
  if (e.kind != EventKind::atomic) {
    if (!e.has(summary::flag_internal)) record_access(e, state, path, e.kind == EventKind::write, false);
    if (!e.names.empty()) note_value(e, state, path);
    // The node as one of its chain, besides what the pointer is known to be given.
    if (const PathId node = by_chain(state, path, state.at.held); node != path) {
      walked_ = true;
      if (!e.has(summary::flag_internal)) record_access(e, state, node, e.kind == EventKind::write, false);
      if (!e.names.empty()) note_value(e, state, node);
      walked_ = false;
    }
    return;
  }
  record_access(e, state, path, e.op != AtomicOp::load, true);
  if (path == 0) return;
  if (e.op != AtomicOp::load) {
    identity_ = identity_ || e.op != AtomicOp::store;
    if (is_release(e.order)) signal(path);
  }
  // A compare-and-swap or an explicitly acquiring read orders what follows; a counter's fetch does not.
  const bool acquires =
      (e.op == AtomicOp::load && is_acquire(e.order)) ||
      (e.op != AtomicOp::store && e.op != AtomicOp::fetch && is_acquire(e.order)) ||
      (e.op == AtomicOp::fetch && (e.order == MemoryOrder::acquire || e.order == MemoryOrder::acq_rel));
  if (acquires) state.at.awaited = facts_.sets.insert(state.at.awaited, path);
}

void FunctionAnalysis::alias_event(const summary::Event& e, FlowState& state) {
  PathContext context = facts_.context();
  const PathId raw = intern(e.dst);
  if (raw == 0 && e.kind == EventKind::alloc && e.path)
    state.at.fresh = facts_.sets.insert(state.at.fresh, facts_.paths.root_of(intern(e.path)));
  if (raw == 0) return;
  const bool capture = captured_pointer(e, raw);
  const PathId key = e.kind == EventKind::assign && !capture ? state.env.resolve(context, raw) : raw;
  if (key == 0) return;
  if (e.kind == EventKind::alloc) {
    const Binding made{intern(e.path), true, {}};
    state.at.fresh = facts_.sets.insert(state.at.fresh, facts_.paths.root_of(made.target));
    state.env.bind(context, key, made);
    record_store(key, made);
    return;
  }
  if (e.kind == EventKind::closure) {
    state.env.bind(context, key, {0, false, e.callee});
    for (std::size_t i = 0; i < e.operands.size() && i < e.names.size(); ++i) {
      const PathId field = facts_.paths.add_field(key, e.names[i], {});
      const PathId captured = resolve(state, e.operands[i]);
      const bool by_reference = i < 64 && (e.by_reference >> i & 1) != 0;
      if (by_reference || captured == 0)
        state.env.bind(context, field, {captured, by_reference, {}});
      else
        state.env.copy(context, field, captured);
    }
    return;
  }
  note_moved(key);
  const PathId source = resolve(state, e.path);
  if (e.assign == summary::AssignKind::pointer) note_chain(e, state, key, source);
  if (e.assign == summary::AssignKind::pointer && source != key) state.env.outdate(context, key);
  const bool by_reference = (e.by_reference & 1) != 0;
  note_store(state, key, source, by_reference);
  if (by_reference) {
    Binding binding{source, true, state.env.callee(context, source)};
    binding.pointer = capture;
    if (e.kind == EventKind::assign && e.dst.root.kind == RootKind::local && e.dst.steps.empty())
      pointees_[raw].insert(source);
    state.env.bind(context, key, binding);
    record_store(key, binding);
  } else if (source != 0) {
    const Symbol code = state.env.callee(context, source);
    const PathId pointee = pointee_here(state, source);
    state.env.copy(context, key, source);
    // What it points to, not the variable it came from, which may be given something else later.
    if (pointee != 0 && e.assign == summary::AssignKind::pointer)
      state.env.bind(context, key, {pointee, true, code, true});
    record_store(key, pointee != 0 ? Binding{pointee, true, code} : Binding{source, false, code});
    moved_handle(key, source);
    if (GuardState* g = guard(state, source); g != nullptr && e.assign == summary::AssignKind::move) {
      GuardState moved = *g;
      g->owns = GuardState::Owns::no;
      moved.guard = key;
      set_guard(state, moved);
    }
  } else {
    state.env.forget(context, key);
    if (e.callee) state.env.bind(context, key, {0, false, e.callee});
  }
}

/// An address that a closure keeps: its fields have no declaration that says so.
bool FunctionAnalysis::captured_pointer(const summary::Event& e, PathId key) const {
  const AccessPath& path = facts_.paths[key];
  return e.kind == EventKind::assign && e.assign == summary::AssignKind::pointer &&
         (e.by_reference & 1) != 0 && path.root.kind == RootKind::local && path.steps.size() == 1 &&
         path.steps.front().kind == StepKind::field &&
         exact_type(facts_.program, facts_.paths, path) == nullptr;
}

/// The object that the pointer holds the address of at this point, or 0 when that is not certain.
PathId FunctionAnalysis::pointee_here(const FlowState& state, PathId pointer) {
  PathContext context = facts_.context();
  const PathId object = state.env.resolve(context, facts_.paths.add_deref(pointer));
  if (object == 0) return 0;
  for (const PathStep& s : facts_.paths[object].steps)
    if (s.kind == StepKind::deref) return 0;
  return object;
}

/// Only pointers left in things that outlive the function matter to others.
void FunctionAnalysis::record_store(PathId key, const Binding& binding) {
  if (!emitting_) return;
  const AccessPath& path = facts_.paths[key];
  const bool outlives = path.root.kind == RootKind::global || path.root.kind == RootKind::self ||
                        (path.root.kind == RootKind::formal && !path.steps.empty());
  auto& list = outlives ? out_.stores : out_.kept;
  if (list.size() < most_stores) list.emplace_back(key, binding);
}

void FunctionAnalysis::return_event(const summary::Event& e, FlowState& state) {
  PathId path = resolve(state, e.path);
  if (const GuardState* g = guard(state, resolve_value(state, e.path)); g != nullptr) {
    if (emitting_ && g->owns == GuardState::Owns::yes)
      out_.returned_guard = facts_.sets.unite(out_.returned_guard, g->locks);
    const PathId gone = g->guard;
    std::erase_if(state.guards, [&](const GuardState& s) { return s.guard == gone; });
  }
  if (!emitting_) return;
  PathContext context = facts_.context();
  bool by_reference = (e.by_reference & 1) != 0;
  if (const Symbol code = state.env.callee(context, path)) out_.returned_callee = code;
  if (const PathId object = by_reference || path == 0 ? 0 : pointee_here(state, path)) {
    path = object;
    by_reference = true;
  }
  if (const Binding* head = by_reference ? nullptr : chain(state, path);
      head != nullptr && state.env.find(path) == nullptr)
    out_.returned_chain = *head;
  out_.returned_pointer = (e.by_reference & 2) == 0;
  const AccessPath& full = facts_.paths[path];
  const bool fresh = by_reference && full.root.kind == RootKind::allocation && full.steps.empty() &&
                     facts_.sets.contains(state.at.fresh, path);
  returns_fresh_ = returns_fresh_ || fresh;
  returns_known_ = returns_known_ || !(fresh || (full.steps.empty() && unseen_call(full.root, state)));
  if (path != 0) may_return_.push_back({path, by_reference, {}});
  if (returned_.empty()) {
    returned_.push_back(path);
    out_.returned_by_reference = by_reference;
  } else if (returned_.front() != path || out_.returned_by_reference != by_reference) {
    returns_differ_ = true;
  }
}

/// The result of a call through a pointer that leads to no code in sight, such as an allocator's hook.
bool FunctionAnalysis::unseen_call(const PathRoot& result, FlowState& state) {
  if (result.kind != RootKind::call_result || facts_.paths.is_derived(result)) return false;
  for (std::uint32_t b = 0; b < function_.blocks.size(); ++b) {
    const auto& events = function_.blocks[b].events;
    const std::uint32_t first = cfg_.first_event(b);
    if (result.index < first || result.index >= first + events.size()) continue;
    const summary::Event& e = events[result.index - first];
    return e.kind == EventKind::call && !e.callee && targets(e, state).empty();
  }
  return false;
}

/// The current call returns one of several new objects: to its caller it is one object, and a new one.
void FunctionAnalysis::object_from_call(FlowState& state) {
  PathContext context = facts_.context();
  constexpr std::uint32_t by_call = 1u << 20;
  const PathRoot root{RootKind::allocation, by_call | event_, function_.usr};
  const PathId made = intern({root, {}});
  for (const summary::Block& block : function_.blocks) {
    const auto first = cfg_.first_event(static_cast<std::uint32_t>(&block - function_.blocks.data()));
    if (event_ >= first && event_ < first + block.events.size())
      made_by_call_[root] = block.events[event_ - first].place;
  }
  state.at.fresh = facts_.sets.insert(state.at.fresh, made);
  state.env.bind(context, result_path(), {made, true, {}, true});
}

} // namespace burler::detect
