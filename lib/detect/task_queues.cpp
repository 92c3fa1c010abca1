#include "detect/task_queues.h"

#include "detect/cfg.h"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_set>
#include <vector>

namespace burler::detect {

using summary::Event;
using summary::EventKind;

namespace {

/// A field whatever the object, or a variable.
struct Slot {
  Symbol owner, name;
  PathRoot root;
  auto operator<=>(const Slot&) const = default;
  bool is_field() const { return static_cast<bool>(name); }
};

Slot slot_of(const summary::Function& f, const AccessPath& path) {
  Slot slot;
  for (auto step = path.steps.rbegin(); step != path.steps.rend(); ++step)
    if (step->kind == StepKind::field) {
      slot.name = step->name;
      slot.owner = step->owner;
      // A capture belongs to its closure.
      const bool capture =
          f.has(summary::fn_lambda) && path.root.kind == RootKind::self && step == path.steps.rend() - 1;
      if (capture) slot.owner = f.usr;
      return slot;
    }
  slot.root = path.root;
  return slot;
}

bool in_container(const AccessPath& path) {
  return std::any_of(path.steps.begin(), path.steps.end(), [](const PathStep& s) {
    return s.kind == StepKind::index || s.kind == StepKind::storage;
  });
}

bool outlives(const AccessPath& path) {
  return path.root.kind == RootKind::self || path.root.kind == RootKind::global ||
         path.root.kind == RootKind::formal;
}

/// Where values flow: over all functions, or from the formals of one.
using Edges = std::map<Slot, std::vector<Slot>>;

void edges_of(const summary::Function& f, Edges& edges) {
  std::uint32_t number = 0;
  const auto edge = [&](const AccessPath& from, const Slot& to) {
    if (from) edges[slot_of(f, from)].push_back(to);
  };
  for (const summary::Block& block : f.blocks)
    for (const Event& e : block.events) {
      const std::uint32_t event = number++;
      if (e.kind == EventKind::assign) edge(e.path, slot_of(f, e.dst));
      if (e.kind == EventKind::alloc && e.dst) edges[slot_of(f, e.path)].push_back(slot_of(f, e.dst));
      if (e.kind == EventKind::ret) edge(e.path, {{}, {}, {RootKind::call_result, ~std::uint32_t{0}, f.usr}});
      if (e.kind == EventKind::closure)
        for (std::size_t i = 0; i < e.operands.size() && i < e.names.size(); ++i) {
          edge(e.operands[i], {e.callee, e.names[i], {}});
          edge(e.operands[i], slot_of(f, e.dst));
        }
      const bool calls = e.kind == EventKind::call || e.kind == EventKind::construct;
      if (!calls || !e.callee) continue;
      for (std::uint32_t i = 0; i < e.operands.size(); ++i) {
        const Slot formal{{}, {}, {RootKind::formal, i, e.callee}};
        edge(e.operands[i], formal);
        if (i < 64 && (e.by_reference >> i & 1) != 0 && e.operands[i])
          edges[formal].push_back(slot_of(f, e.operands[i]));
      }
      edges[{{}, {}, {RootKind::call_result, ~std::uint32_t{0}, e.callee}}].push_back(
          {{}, {}, {RootKind::call_result, event, f.usr}});
    }
}

std::set<Slot> reached(const Edges& edges, const Slot& from) {
  std::set<Slot> seen{from};
  std::deque<Slot> open{from};
  while (!open.empty() && seen.size() < 2000) {
    const Slot slot = open.front();
    open.pop_front();
    const auto found = edges.find(slot);
    if (found == edges.end()) continue;
    for (const Slot& next : found->second)
      if (seen.insert(next).second) open.push_back(next);
  }
  return seen;
}

class Finder {
public:
  Finder(const summary::Program& program, const CallGraph& calls) : program_(program) {
    find_runners(calls);
    if (called_.empty()) return;
    for (const summary::Function& f : program.functions)
      edges_of(f, edges_);
  }

  bool nothing() const { return called_.empty(); }

  /// The slots by which the function puts its formal into a container, if threads call what they take out.
  std::optional<Slot> queue_of(const summary::Function& f, std::uint32_t formal) {
    Edges own;
    edges_of(f, own);
    const std::set<Slot> here = reached(own, {{}, {}, {RootKind::formal, formal, f.usr}});
    for (const summary::Block& block : f.blocks)
      for (const Event& e : block.events) {
        if (e.kind != EventKind::assign || !in_container(e.dst) || !outlives(e.dst)) continue;
        const Slot source = slot_of(f, e.path);
        if (here.contains(source) && !source.is_field()) {
          const Slot queue = slot_of(f, e.dst);
          if (queue.is_field() && is_run(queue)) return queue;
        }
        // A struct that holds it.
        for (const Slot& slot : here)
          if (slot.is_field() && holds(f, e.path.root, slot) && is_run(slot)) return slot;
      }
    return std::nullopt;
  }

private:
  /// Functions that several threads run at once, and the calls through values in them.
  void find_runners(const CallGraph& calls) {
    std::map<Symbol, unsigned> starts;
    for (const summary::Function& f : program_.functions) {
      if (f.blocks.empty()) continue;
      std::optional<Cfg> cfg;
      for (std::uint32_t b = 0; b < f.blocks.size(); ++b)
        for (const Event& e : f.blocks[b].events) {
          if (e.kind != EventKind::fork || !e.callee || e.has(summary::flag_task)) continue;
          if (!cfg) cfg.emplace(f);
          starts[e.callee] += e.has(summary::flag_many) || cfg->in_loop(b) ? 2 : 1;
        }
    }
    std::vector<std::uint32_t> roots;
    for (const auto& [usr, count] : starts)
      if (const auto found = program_.function_index.find(usr);
          count > 1 && found != program_.function_index.end())
        roots.push_back(found->second);
    for (const std::uint32_t i : calls.reachable(roots)) {
      const summary::Function& f = program_.functions[i];
      for (const summary::Block& block : f.blocks)
        for (const Event& e : block.events)
          if (e.kind == EventKind::call && !e.callee && e.path) called_.insert(slot_of(f, e.path));
    }
  }

  bool is_run(const Slot& queue) {
    const auto [entry, added] = run_.try_emplace(queue, false);
    if (added) {
      const std::set<Slot> all = reached(edges_, queue);
      entry->second = std::any_of(all.begin(), all.end(), [&](const Slot& s) { return called_.contains(s); });
    }
    return entry->second;
  }

  /// Does the function store into that field of the local object?
  static bool holds(const summary::Function& f, const PathRoot& object, const Slot& field) {
    if (object.kind != RootKind::local) return false;
    for (const summary::Block& block : f.blocks)
      for (const Event& e : block.events)
        if (e.kind == EventKind::assign && e.dst.root == object && slot_of(f, e.dst) == field) return true;
    return false;
  }

  const summary::Program& program_;
  std::set<Slot> called_;
  Edges edges_;
  std::map<Slot, bool> run_;
};

/// The other formal that goes into the same object as the callable.
std::optional<std::uint32_t> argument_of(const summary::Function& f, std::uint32_t callable) {
  std::optional<PathRoot> object;
  std::vector<std::pair<PathRoot, std::uint32_t>> others;
  for (const summary::Block& block : f.blocks)
    for (const Event& e : block.events) {
      if (e.kind != EventKind::assign || e.path.root.kind != RootKind::formal || e.dst.steps.empty())
        continue;
      if (e.path.root.index == callable)
        object = e.dst.root;
      else
        others.emplace_back(e.dst.root, e.path.root.index);
    }
  for (const auto& [root, formal] : others)
    if (object && root == *object) return formal;
  return std::nullopt;
}

bool may_be_callable(const summary::Program& program, const summary::Type& type) {
  if (type.has(summary::type_callable)) return true;
  const std::string& text = program.symbols.text(type.spelling);
  return text.find("(*)") != std::string::npos || type.has(summary::type_pointer);
}

/// It waits, or looks at shared state as somebody does who waits in a loop of its own.
bool waits_or_looks(const summary::Function& f) {
  return std::any_of(f.blocks.begin(), f.blocks.end(), [](const summary::Block& block) {
    return std::any_of(block.events.begin(), block.events.end(), [](const Event& e) {
      return e.kind == EventKind::cond_wait || e.kind == EventKind::join || e.kind == EventKind::await ||
             e.kind == EventKind::blocking || e.kind == EventKind::atomic || e.kind == EventKind::acquire ||
             e.kind == EventKind::guard_init;
    });
  });
}

/// The first formal that is a pointer to the class, or -1.
int formal_of(const summary::Function& f, Symbol class_usr) {
  for (std::size_t i = 0; i < f.formals.size(); ++i)
    if (f.formals[i].type.class_usr == class_usr && class_usr) return static_cast<int>(i);
  return -1;
}

} // namespace

TaskQueues::TaskQueues(const summary::Program& program, const CallGraph& calls) {
  Finder finder(program, calls);
  if (finder.nothing()) return;
  std::unordered_set<Symbol> classes;
  for (const summary::Function& f : program.functions) {
    if (f.blocks.empty() || f.has(summary::fn_constructor) || f.has(summary::fn_lambda)) continue;
    for (std::uint32_t i = 0; i < f.formals.size(); ++i) {
      if (!may_be_callable(program, f.formals[i].type) || !finder.queue_of(f, i)) continue;
      Sink found{i, argument_of(f, i), std::nullopt};
      if (f.class_usr) {
        classes.insert(f.class_usr);
      } else if (!f.formals.empty() && i > 0 && f.formals[0].type.class_usr) {
        found.pool = 0;
        classes.insert(f.formals[0].type.class_usr);
      }
      sinks_[f.usr] = found;
      break;
    }
  }
  if (sinks_.empty()) return;
  find_wrappers(program);
  for (const summary::Function& f : program.functions) {
    if (f.blocks.empty() || sink(f.usr) != nullptr || f.has(summary::fn_lambda)) continue;
    if (!f.has(summary::fn_destructor) && !waits_or_looks(f)) continue;
    if (f.class_usr) {
      if (classes.contains(f.class_usr)) waiting_[f.usr] = -1;
      continue;
    }
    for (const Symbol pool : classes)
      if (const int formal = formal_of(f, pool); formal >= 0) waiting_[f.usr] = formal;
  }
}

/// `post(f)` hands on to the pool.
void TaskQueues::find_wrappers(const summary::Program& program) {
  const auto formal_at = [](const Event& e,
                            std::optional<std::uint32_t> operand) -> std::optional<std::uint32_t> {
    if (!operand || *operand >= e.operands.size()) return std::nullopt;
    const AccessPath& given = e.operands[*operand];
    if (given.root.kind != RootKind::formal || !given.steps.empty()) return std::nullopt;
    return given.root.index;
  };
  for (bool grown = true; grown;) {
    grown = false;
    for (const summary::Function& f : program.functions)
      for (const summary::Block& block : f.blocks)
        for (const Event& e : block.events) {
          const Sink* inner = e.kind == EventKind::call && e.callee ? sink(e.callee) : nullptr;
          if (inner == nullptr || sink(f.usr) != nullptr || f.has(summary::fn_lambda)) continue;
          const auto callable = formal_at(e, inner->callable);
          if (!callable) continue;
          sinks_[f.usr] = {*callable, formal_at(e, inner->argument), formal_at(e, inner->pool)};
          grown = true;
        }
  }
}

} // namespace burler::detect
