#include "detect/thread_life.h"

#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;

namespace {

constexpr int deepest_call = 5;

bool settles(const EventKind kind) {
  return kind == EventKind::join || kind == EventKind::detach || kind == EventKind::await;
}

/// A part of another object, reached through a pointer or an owner.
bool elsewhere(const AccessPath& path) {
  return path.root.kind != RootKind::local ||
         std::any_of(path.steps.begin(), path.steps.end(),
                     [](const PathStep& s) { return s.kind == StepKind::deref; });
}

bool passes_on(const summary::Event& e, const PathRoot& root) {
  const auto is = [&](const AccessPath& p) { return p.root == root; };
  switch (e.kind) {
  case EventKind::call:
  case EventKind::construct:
  case EventKind::fork:
  case EventKind::closure:
    return std::any_of(e.operands.begin(), e.operands.end(), is) || (e.has_self && is(e.self));
  case EventKind::ret:
  case EventKind::escape:
    return is(e.path);
  default:
    return false;
  }
}

/// Roots that hold the handle: where it was started and local variables it was moved to. `away` is set when
/// it is moved to something that outlives the function.
std::set<PathRoot> holders(const EventIndex& index, const EventRef& fork, bool& away) {
  std::set<PathRoot> roots{index.event(fork).dst.root};
  for (const EventRef& r : index.of(EventKind::assign)) {
    if (r.function != fork.function) continue;
    const summary::Event& e = index.event(r);
    if (!roots.contains(e.path.root) || e.dst.root == e.path.root) continue;
    if (elsewhere(e.dst))
      away = true;
    else
      roots.insert(e.dst.root);
  }
  return roots;
}

} // namespace

HandleKind handle_kind(const EventIndex& index, const AccessPath& path) {
  const summary::Type* type = declared_type(index.program(), index.facts().paths, path);
  if (type == nullptr || type->has(summary::type_pointer)) return HandleKind::none;
  const std::string& name = index.program().symbols.text(type->spelling);
  const std::string& of = index.program().symbols.text(type->class_usr);
  const auto has = [&](const char* word) {
    return name.find(word) != std::string::npos || of.find(word) != std::string::npos;
  };
  if (has("jthread")) return HandleKind::joining;
  if (has("future")) return HandleKind::future;
  if (has("std::thread") || has("@N@std@S@thread")) return HandleKind::plain;
  if (has("pthread_t") || has("thrd_t")) return HandleKind::posix;
  return HandleKind::none;
}

LocalHandle follow_handle(const EventIndex& index, const EventRef& fork) {
  LocalHandle out;
  bool away = false;
  const std::set<PathRoot> roots = holders(index, fork, away);
  out.settled_somewhere = away;
  const auto& blocks = index.function(fork).blocks;
  const auto settled_by = [&](const summary::Event& e) {
    if (settles(e.kind)) return roots.contains(e.path.root);
    if (e.kind == EventKind::assign && roots.contains(e.path.root) && elsewhere(e.dst)) return true;
    return std::any_of(roots.begin(), roots.end(), [&](const PathRoot& r) { return passes_on(e, r); });
  };
  std::set<std::uint32_t> settled_entries; // blocks at whose start a join has already happened
  for (std::uint32_t b = 0; b < blocks.size(); ++b)
    for (std::uint32_t i = 0; i < blocks[b].events.size(); ++i) {
      if (EventRef{fork.function, b, i} == fork || !settled_by(blocks[b].events[i])) continue;
      out.settled_somewhere = true;
      const auto& early = index.cfg(fork.function).early_targets(b);
      settled_entries.insert(early.begin(), early.end());
    }
  std::vector<bool> seen(blocks.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{fork.block, fork.index + 1}};
  while (!open.empty()) {
    const auto [block, first] = open.back();
    open.pop_back();
    bool on = true;
    for (std::uint32_t i = first; on && i < blocks[block].events.size(); ++i) {
      const bool again = EventRef{fork.function, block, i} == fork;
      out.overwritten = out.overwritten || again;
      on = !again && !settled_by(blocks[block].events[i]);
    }
    if (!on) continue;
    out.left = out.left || (blocks[block].successors.empty() && !blocks[block].abandons);
    for (const std::uint32_t to : blocks[block].successors) {
      if (!seen[to] && !settled_entries.contains(to)) open.emplace_back(to, 0);
      seen[to] = true;
    }
  }
  return out;
}

Subject handle_of(const EventIndex& index, const EventRef& fork) {
  const summary::Event& e = index.event(fork);
  const Symbol function = index.function(fork).usr;
  if (!e.dst) return {};
  if (e.dst.root.kind == RootKind::local)
    for (const EventRef& r : index.of(EventKind::assign)) {
      const summary::Event& moved = index.event(r);
      if (r.function == fork.function && moved.path.root == e.dst.root && moved.dst.root != e.dst.root)
        return index.thing(moved.dst, function);
    }
  return index.thing(e.dst, function);
}

std::vector<EventRef> joins_of(const EventIndex& index, const EventRef& fork) {
  std::vector<EventRef> out;
  const Subject handle = handle_of(index, fork);
  if (handle == Subject{}) return out;
  for (const EventKind kind : {EventKind::join, EventKind::await})
    for (const EventRef& r : index.of(kind))
      if (index.thing(r) == handle) out.push_back(r);
  return out;
}

bool never_ends(const EventIndex& index, Symbol function) {
  const summary::Program& program = index.program();
  std::set<Symbol> asked;
  const auto ask = [&](const auto& self, Symbol usr, int depth) -> bool {
    const auto known = program.function_index.find(usr);
    if (known == program.function_index.end() || depth > deepest_call || !asked.insert(usr).second)
      return false;
    const summary::Function& f = program.functions[known->second];
    if (f.blocks.empty() || f.has(summary::fn_coroutine)) return false;
    std::vector<bool> seen(f.blocks.size());
    std::vector<std::uint32_t> open{0};
    seen[0] = true;
    while (!open.empty()) {
      const std::uint32_t block = open.back();
      open.pop_back();
      if (f.blocks[block].successors.empty()) return false;
      const bool stuck =
          std::any_of(f.blocks[block].events.begin(), f.blocks[block].events.end(), [&](const auto& e) {
            return e.kind == EventKind::call && !e.has(summary::flag_virtual) && e.callee &&
                   self(self, e.callee, depth + 1);
          });
      if (stuck) continue;
      for (const std::uint32_t to : f.blocks[block].successors) {
        if (!seen[to]) open.push_back(to);
        seen[to] = true;
      }
    }
    return true;
  };
  if (!ask(ask, function, 0)) return false;
  // An exception out of something called ends the loop too.
  for (const EventRef& r : index.closure_of(function)) {
    const auto& blocks = index.function(r).blocks;
    if (std::any_of(blocks.begin(), blocks.end(), [](const summary::Block& b) { return b.abandons; }))
      return false;
  }
  return true;
}

const summary::Function* destructor_of(const summary::Program& program, Symbol class_usr) {
  const auto methods = program.methods.find(class_usr);
  if (methods == program.methods.end()) return nullptr;
  for (const std::uint32_t m : methods->second)
    if (program.functions[m].has(summary::fn_destructor) && !program.functions[m].blocks.empty())
      return &program.functions[m];
  return nullptr;
}

int field_number(const summary::Program& program, const Subject& field) {
  const summary::Class* c = program.find_class(field.owner);
  for (std::size_t i = 0; c != nullptr && i < c->fields.size(); ++i)
    if (c->fields[i].name == field.name) return static_cast<int>(i);
  return -1;
}

} // namespace burler::detect
