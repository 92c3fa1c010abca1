#include "detect/teams.h"

#include "detect/branches.h"

#include <algorithm>

namespace burler::detect {

using summary::Event;
using summary::EventKind;

namespace {

constexpr std::uint32_t none = ~std::uint32_t{0};
constexpr int rounds = 4;

} // namespace

bool runs_function(const Event& e) {
  return e.kind == EventKind::call || e.kind == EventKind::construct || e.kind == EventKind::once;
}

Teams::Teams(const EventIndex& index) : index_(index) {
  find_barriers();
  find_meeting();
  if (!meeting_.empty()) find_numbers();
}

std::uint32_t Teams::number_of(Symbol usr) const {
  const auto found = index_.program().function_index.find(usr);
  return usr && found != index_.program().function_index.end() ? found->second : none;
}

const std::vector<summary::Flow>& Teams::flows(std::uint32_t function) const {
  return index_.program().functions[function].flows;
}

/// Every thread raises one atomic and spins until another one changes, which the last thread changes.
bool Teams::spins(std::uint32_t function) const {
  std::set<AccessPath> raised, awaited, changed;
  const auto& blocks = index_.program().functions[function].blocks;
  const Cfg& cfg = index_.cfg(function);
  for (std::uint32_t b = 0; b < blocks.size(); ++b)
    for (const Event& e : blocks[b].events) {
      if (e.kind != EventKind::atomic) continue;
      if (cfg.in_loop(b)) {
        if (e.op == AtomicOp::load && blocks[b].successors.size() == 2) awaited.insert(e.path);
        continue;
      }
      if (e.op == AtomicOp::fetch) raised.insert(e.path);
      if (e.op != AtomicOp::load) changed.insert(e.path);
    }
  return std::any_of(awaited.begin(), awaited.end(), [&](const AccessPath& generation) {
    return changed.contains(generation) &&
           std::any_of(raised.begin(), raised.end(), [&](const AccessPath& p) { return p != generation; });
  });
}

/// Every thread counts under a lock; all but one wait for the condition that the last one notifies.
bool Teams::sleeps(std::uint32_t function) const {
  std::set<AccessPath> waited, notified;
  bool counted = false;
  for (const summary::Block& block : index_.program().functions[function].blocks)
    for (const Event& e : block.events) {
      if (e.kind == EventKind::cond_wait) waited.insert(e.path);
      if (e.kind == EventKind::notify && e.has(summary::flag_all)) notified.insert(e.path);
      if (e.kind != EventKind::write || e.names.empty()) continue;
      const std::string& change = index_.program().symbols.text(e.names[0]);
      counted = counted || change == "+1" || change == "-1";
    }
  return counted &&
         std::any_of(waited.begin(), waited.end(), [&](const AccessPath& p) { return notified.contains(p); });
}

void Teams::find_barriers() {
  std::set<std::uint32_t> asked;
  for (const EventRef& r : index_.of(EventKind::atomic))
    if (index_.event(r).op == AtomicOp::fetch && asked.insert(r.function).second && spins(r.function))
      barriers_.insert(r.function);
  for (const EventRef& r : index_.of(EventKind::cond_wait))
    if (asked.insert(r.function).second && sleeps(r.function)) barriers_.insert(r.function);
}

bool Teams::is_barrier(const EventRef& r) const {
  const Event& e = index_.event(r);
  return e.kind == EventKind::barrier ||
         (e.kind == EventKind::call && barriers_.contains(number_of(e.callee)));
}

void Teams::find_meeting() {
  std::vector<std::uint32_t> open;
  const auto add = [&](std::uint32_t f) {
    if (!barriers_.contains(f) && meeting_.insert(f).second) open.push_back(f);
  };
  for (const EventRef& r : index_.of(EventKind::barrier))
    add(r.function);
  for (const std::uint32_t barrier : barriers_)
    for (const EventRef& r : index_.callers(index_.program().functions[barrier].usr))
      add(r.function);
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    for (const EventRef& r : index_.callers(index_.program().functions[at].usr))
      add(r.function);
  }
}

bool Teams::may_meet(const EventRef& r) const {
  if (is_barrier(r)) return true;
  const Event& e = index_.event(r);
  return runs_function(e) && meeting_.contains(number_of(e.callee));
}

bool Teams::of_parameter(const EventRef& barrier) const {
  const Event& e = index_.event(barrier);
  const AccessPath& object = e.kind == EventKind::barrier ? e.path
                             : e.has_self                 ? e.self
                             : e.operands.empty()         ? e.path
                                                          : e.operands.front();
  return object.root.kind == RootKind::formal || object.root.kind == RootKind::self;
}

bool Teams::of_one_thread(const EventRef& r) const {
  const summary::Function& function = index_.program().functions[r.function];
  const auto& blocks = function.blocks;
  for (std::uint32_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b].successors.size() != 2 || b == r.block) continue;
    const bool asks = std::any_of(blocks[b].depends.begin(), blocks[b].depends.end(),
                                  [&](const AccessPath& p) { return varies(r.function, p); });
    if (!asks) continue;
    const std::uint32_t one = blocks[b].successors[0], other = blocks[b].successors[1];
    if (one == b || other == b) continue; // a loop of one block leads past itself
    if (reachable(function, one, b)[r.block] != reachable(function, other, b)[r.block]) return true;
  }
  return false;
}

bool Teams::knows_number(std::uint32_t function) const {
  const auto& all = flows(function);
  return std::any_of(all.begin(), all.end(), [&](const summary::Flow& f) { return varies(function, f.to); });
}

/// A variable that the function steps on: `i` of `for (i = 0; i < n; ++i)`.
bool Teams::counts(std::uint32_t function, const AccessPath& variable) const {
  if (variable.root.kind != RootKind::local || !variable.steps.empty()) return false;
  return std::any_of(flows(function).begin(), flows(function).end(), [&](const summary::Flow& f) {
    return f.to == variable && std::find(f.from.begin(), f.from.end(), variable) != f.from.end();
  });
}

/// A thread started in a loop receives what the loop counts.
void Teams::seed_fork(const EventRef& r) {
  const Event& e = index_.event(r);
  const std::uint32_t callee = number_of(e.callee);
  if (callee == none || !index_.cfg(r.function).in_loop(r.block)) return;
  for (std::uint32_t i = 0; i < e.operands.size(); ++i)
    if (counts(r.function, e.operands[i]) || varies(r.function, e.operands[i])) formals_.insert({callee, i});
}

void Teams::seed_closure(const EventRef& r) {
  const Event& e = index_.event(r);
  if (index_.forks_of(e.callee).empty() || !index_.cfg(r.function).in_loop(r.block)) return;
  for (std::size_t i = 0; i < e.operands.size() && i < e.names.size() && i < 64; ++i)
    if ((e.by_reference >> i & 1) == 0 && counts(r.function, e.operands[i]))
      captures_.insert({e.callee, e.names[i]});
}

/// `workers[i].number = i` in a function that hands `workers[i]` to a thread.
void Teams::seed_elements(std::uint32_t function) {
  const summary::Function& f = index_.program().functions[function];
  const auto index_step = [](const AccessPath& p) {
    return std::find_if(p.steps.begin(), p.steps.end(),
                        [](const PathStep& s) { return s.kind == StepKind::index; });
  };
  for (const summary::Flow& flow : f.flows) {
    if (!flow.copy || !counts(function, flow.from[0]) || flow.to.steps.empty()) continue;
    const auto at = index_step(flow.to);
    const PathStep& last = flow.to.steps.back();
    if (at == flow.to.steps.end() || last.kind != StepKind::field || !last.owner) continue;
    if (at->name != f.locals[flow.from[0].root.index].name) continue;
    const auto handed = [&](const AccessPath& operand) {
      const auto there = index_step(operand);
      return there != operand.steps.end() && operand.root == flow.to.root &&
             std::equal(operand.steps.begin(), there, flow.to.steps.begin(), at);
    };
    for (const EventRef& r : index_.of(EventKind::fork)) {
      const Event& e = index_.event(r);
      if (r.function == function && std::any_of(e.operands.begin(), e.operands.end(), handed))
        fields_.insert({last.owner, last.name});
    }
  }
}

void Teams::pass_on(const EventRef& r) {
  const Event& e = index_.event(r);
  const std::uint32_t callee = number_of(e.callee);
  if (callee == none) return;
  const auto& formals = index_.program().functions[callee].formals;
  for (std::uint32_t i = 0; i < e.operands.size() && i < formals.size(); ++i)
    if (e.operands[i] && !formals[i].type.has(summary::type_pointer) && varies(r.function, e.operands[i]))
      formals_.insert({callee, i});
}

/// A struct of the thread's own keeps its number: `Params params = {number, ...}`, `Worker(int n) : n_(n)`.
void Teams::keep_in_fields(std::uint32_t function) {
  for (const summary::Flow& flow : flows(function)) {
    if (!flow.copy || flow.to.steps.size() != 1 || flow.to.steps[0].kind != StepKind::field) continue;
    if (flow.to.root.kind != RootKind::local && flow.to.root.kind != RootKind::self) continue;
    if (flow.to.steps[0].owner && varies(function, flow.from[0]))
      fields_.insert({flow.to.steps[0].owner, flow.to.steps[0].name});
  }
}

void Teams::find_numbers() {
  for (const summary::Class& c : index_.program().classes)
    for (const summary::Field& f : c.fields)
      if (f.is_thread_index) fields_.insert({c.usr, f.name});
  for (std::uint32_t f = 0; f < index_.program().functions.size(); ++f)
    seed_elements(f);
  for (const EventRef& r : index_.of(EventKind::closure))
    seed_closure(r);
  for (int round = 0; round < rounds; ++round) {
    const std::size_t before = fields_.size() + formals_.size();
    for (const EventRef& r : index_.of(EventKind::fork))
      seed_fork(r);
    for (const EventKind kind : {EventKind::call, EventKind::construct})
      for (const EventRef& r : index_.of(kind))
        pass_on(r);
    for (std::uint32_t f = 0; f < index_.program().functions.size(); ++f)
      keep_in_fields(f);
    if (fields_.size() + formals_.size() == before) break;
  }
}

bool Teams::varies(std::uint32_t function, const AccessPath& path) const {
  std::set<AccessPath> asked;
  return path && varies(function, path, asked);
}

bool Teams::varies(std::uint32_t function, const AccessPath& path, std::set<AccessPath>& asked) const {
  if (!path || !asked.insert(path).second) return false;
  if (!path.steps.empty()) {
    const PathStep& last = path.steps.back();
    if (last.kind == StepKind::field && fields_.contains({last.owner, last.name})) return true;
    const bool capture = path.root.kind == RootKind::self && path.steps.size() == 1;
    if (capture && captures_.contains({index_.program().functions[function].usr, last.name})) return true;
  }
  if (path.root.kind == RootKind::formal && path.steps.empty() &&
      formals_.contains({function, path.root.index}))
    return true;
  if (path.root.kind != RootKind::local && path.root.kind != RootKind::formal) return false;
  if (path.steps.size() > 1 || (path.steps.size() == 1 && path.steps[0].kind != StepKind::field))
    return false;
  for (const summary::Flow& flow : flows(function))
    if (flow.to == path)
      for (const AccessPath& from : flow.from)
        if (varies(function, from, asked)) return true;
  return false;
}

} // namespace burler::detect
