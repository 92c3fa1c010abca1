#include "detect/event_index.h"

#include <algorithm>
#include <unordered_set>

namespace burler::detect {

using summary::EventKind;

namespace {

const std::vector<EventRef> nothing;
constexpr int most_hops = 8;

const std::vector<EventRef>& found_or_nothing(const auto& map, const auto& key) {
  const auto found = map.find(key);
  return found == map.end() ? nothing : found->second;
}

} // namespace

EventIndex::EventIndex(Facts& facts) : facts_(facts) {
  for (std::uint32_t i = 0; i < program().functions.size(); ++i) {
    const summary::Function& f = program().functions[i];
    if (!f.has(summary::fn_kernel) && !f.has(summary::fn_device)) add(i);
  }
}

void EventIndex::add(std::uint32_t function) {
  const auto& blocks = program().functions[function].blocks;
  for (std::uint32_t b = 0; b < blocks.size(); ++b)
    for (std::uint32_t i = 0; i < blocks[b].events.size(); ++i)
      add_event({function, b, i}, blocks[b].events[i]);
}

void EventIndex::add_event(const EventRef& r, const summary::Event& e) {
  if (e.kind != EventKind::read) by_kind_[e.kind].push_back(r);
  if (e.kind == EventKind::closure || e.kind == EventKind::fork)
    for (std::size_t i = 0; i < e.operands.size() && i < 64; ++i)
      if ((e.by_reference >> i & 1) != 0) shared_locals_.insert(e.operands[i].root);
  if (e.kind == EventKind::assign && (e.by_reference & 1) != 0) shared_locals_.insert(e.path.root);
  switch (e.kind) {
  case EventKind::fork:
    if (e.callee) forks_[e.callee].push_back(r);
    return;
  case EventKind::closure:
    for (std::size_t i = 0; i < e.operands.size() && i < e.names.size(); ++i)
      captures_[{e.callee, e.names[i]}] = {function(r).usr, e.operands[i],
                                           i < 64 && (e.by_reference >> i & 1) != 0};
    return;
  case EventKind::call:
  case EventKind::construct:
  case EventKind::destroy:
  case EventKind::once: {
    if (!e.callee) return;
    callers_[e.callee].push_back(r);
    if (!e.has(summary::flag_virtual)) return;
    const auto overriders = program().overriders.find(e.callee);
    if (overriders == program().overriders.end()) return;
    for (const std::uint32_t o : overriders->second)
      callers_[program().functions[o].usr].push_back(r);
    return;
  }
  default:
    return;
  }
}

const std::vector<EventRef>& EventIndex::of(EventKind kind) const { return found_or_nothing(by_kind_, kind); }
const std::vector<EventRef>& EventIndex::callers(Symbol usr) const { return found_or_nothing(callers_, usr); }
const std::vector<EventRef>& EventIndex::forks_of(Symbol usr) const { return found_or_nothing(forks_, usr); }

const Cfg& EventIndex::cfg(std::uint32_t function) const {
  auto& known = cfgs_[function];
  if (known == nullptr) known = std::make_unique<Cfg>(program().functions[function]);
  return *known;
}

/// Rewrites {self, field capture, ...} of a closure's body to what the capture was made from.
bool EventIndex::through_capture(AccessPath& path, Symbol& function) const {
  if (path.root.kind != RootKind::self || path.steps.empty()) return false;
  if (path.steps.front().kind != StepKind::field) return false;
  const auto found = captures_.find({function, path.steps.front().name});
  if (found == captures_.end()) return false;
  const Capture& capture = found->second;
  std::size_t from = 1;
  const bool more = path.steps.size() > 1;
  const bool deref = more && path.steps[1].kind == StepKind::deref;
  const bool is_this = program().symbols.text(path.steps.front().name) == "this";
  if (is_this && deref) from = 2;
  AccessPath out = capture.path;
  const bool copied = !capture.by_reference && !is_this && !deref;
  if (copied) out = {};
  if (out)
    out.steps.insert(out.steps.end(), path.steps.begin() + static_cast<std::ptrdiff_t>(from),
                     path.steps.end());
  path = std::move(out);
  function = capture.function;
  return true;
}

/// A parameter of a function that runs only as one thread is what that thread was given.
bool EventIndex::through_fork(AccessPath& path, Symbol& function) const {
  if (path.root.kind != RootKind::formal) return false;
  const auto& forks = forks_of(function);
  if (forks.size() != 1 || !callers(function).empty()) return false;
  const summary::Event& e = event(forks.front());
  if (path.root.index >= e.operands.size() || !e.operands[path.root.index]) return false;
  const bool by_reference = path.root.index < 64 && (e.by_reference >> path.root.index & 1) != 0;
  AccessPath out = e.operands[path.root.index];
  std::size_t from = 0;
  const summary::Function* f = program().function(function);
  const bool reference = f != nullptr && path.root.index < f->formals.size() &&
                         f->formals[path.root.index].type.has(summary::type_reference);
  if (by_reference && !reference) {
    if (path.steps.empty() || path.steps.front().kind != StepKind::deref) return false;
    from = 1;
  } else if (!by_reference && (path.steps.empty() || path.steps.front().kind != StepKind::deref)) {
    return false;
  }
  out.steps.insert(out.steps.end(), path.steps.begin() + static_cast<std::ptrdiff_t>(from), path.steps.end());
  path = std::move(out);
  function = this->function(forks.front()).usr;
  return true;
}

AccessPath EventIndex::resolve(const AccessPath& path, Symbol function) const {
  AccessPath out = path;
  for (int hop = 0; hop < most_hops && out; ++hop)
    if (!through_capture(out, function) && !through_fork(out, function)) break;
  return out;
}

Subject EventIndex::thing(const AccessPath& path, Symbol function) const {
  const AccessPath full = resolve(path, function);
  if (!full) return {};
  const PathId id = facts_.paths.intern(full);
  return id == 0 ? Subject{} : subject_of(facts_, id);
}

std::vector<EventRef> EventIndex::closure_of(Symbol usr) const {
  std::vector<EventRef> out;
  std::unordered_set<Symbol> seen{usr};
  std::vector<std::pair<Symbol, int>> open{{usr, 0}};
  while (!open.empty()) {
    const auto [at, depth] = open.back();
    open.pop_back();
    const auto known = program().function_index.find(at);
    if (known == program().function_index.end()) continue;
    const auto& blocks = program().functions[known->second].blocks;
    for (std::uint32_t b = 0; b < blocks.size(); ++b)
      for (std::uint32_t i = 0; i < blocks[b].events.size(); ++i) {
        const summary::Event& e = blocks[b].events[i];
        out.push_back({known->second, b, i});
        const bool runs = e.kind == EventKind::call || e.kind == EventKind::construct ||
                          e.kind == EventKind::destroy || e.kind == EventKind::once;
        if (!runs || !e.callee || depth >= deepest) continue;
        if (seen.insert(e.callee).second) open.emplace_back(e.callee, depth + 1);
        const auto overriders = program().overriders.find(e.callee);
        if (!e.has(summary::flag_virtual) || overriders == program().overriders.end()) continue;
        for (const std::uint32_t o : overriders->second)
          if (seen.insert(program().functions[o].usr).second)
            open.emplace_back(program().functions[o].usr, depth + 1);
      }
  }
  return out;
}

bool EventIndex::repeats(const EventRef& r) const {
  bool again = false;
  walk_after(r, [&](const EventRef& next) {
    again = again || next == r;
    return !again;
  });
  return again;
}

} // namespace burler::detect
