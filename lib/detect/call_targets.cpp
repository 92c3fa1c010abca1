#include "detect/call_targets.h"

#include <algorithm>
#include <deque>
#include <set>

namespace burler::detect {

using summary::Event;
using summary::EventKind;

namespace {

/// A field of a class whatever the object, or a variable.
struct Slot {
  Symbol owner, name;
  PathRoot root;
  auto operator<=>(const Slot&) const = default;
  explicit operator bool() const { return root.kind != RootKind::none || static_cast<bool>(name); }
};

Slot slot_of(const AccessPath& path) {
  Slot slot;
  for (auto step = path.steps.rbegin(); step != path.steps.rend(); ++step)
    if (step->kind == StepKind::field && step->owner) {
      slot.owner = step->owner;
      slot.name = step->name;
      return slot;
    }
  slot.root = path.root;
  return slot;
}

Slot result_of(Symbol function) {
  Slot slot;
  slot.root = {RootKind::call_result, ~std::uint32_t{0}, function};
  return slot;
}

class Flow {
public:
  Flow(const summary::Program& program, bool closures) : program_(program), closures_(closures) {
    for (const summary::Global& g : program.globals)
      for (const Event& e : g.initial)
        if (e.callee) value(slot_of(e.dst), e.callee);
    for (const summary::Function& f : program.functions) {
      std::uint32_t number = 0;
      for (const summary::Block& block : f.blocks)
        for (const Event& e : block.events)
          event(f, e, number++);
    }
    if (closures_) open_formals();
    run();
  }

  const std::set<Symbol>& values(const Slot& slot) { return slots_[slot].values; }
  bool is_open(const Slot& slot) { return slots_[slot].open; }

private:
  struct Contents {
    std::set<Symbol> values;
    bool open = false; ///< values that are not seen
    std::vector<Slot> to;
  };

  bool is_function(const AccessPath& path) const {
    return path.root.kind == RootKind::global && path.steps.empty() &&
           program_.function_index.contains(path.root.entity);
  }
  void value(const Slot& slot, Symbol function) {
    if (slot.root.kind == RootKind::none && !slot.name) return;
    if (slots_[slot].values.insert(function).second) open_.push_back(slot);
  }
  void flows(const AccessPath& from, const Slot& to) {
    if (!from) return;
    if (is_function(from)) return value(to, from.root.entity);
    const Slot source = slot_of(from);
    if (source < to || to < source) slots_[source].to.push_back(to);
  }

  void open_formals() {
    for (auto& [slot, contents] : slots_)
      contents.open = slot.root.kind == RootKind::formal && !slot.name && !called_.contains(slot.root.entity);
  }

  void event(const summary::Function& f, const Event& e, std::uint32_t number) {
    switch (e.kind) {
    case EventKind::closure:
      if (closures_) value(slot_of(e.dst), e.callee);
      return;
    case EventKind::assign:
      if (e.callee)
        value(slot_of(e.dst), e.callee);
      else
        flows(e.path, slot_of(e.dst));
      return;
    case EventKind::ret:
      if (e.callee)
        value(result_of(f.usr), e.callee);
      else
        flows(e.path, result_of(f.usr));
      return;
    case EventKind::call:
    case EventKind::fork:
    case EventKind::construct: {
      if (!e.callee) return;
      called_.insert(e.callee);
      for (std::uint32_t i = 0; i < e.operands.size(); ++i) {
        Slot formal;
        formal.root = {RootKind::formal, i, e.callee};
        flows(e.operands[i], formal);
      }
      Slot result;
      result.root = {RootKind::call_result, number, f.usr};
      slots_[result_of(e.callee)].to.push_back(result);
      return;
    }
    default:
      return;
    }
  }

  void run() {
    for (const auto& [slot, contents] : slots_)
      if (!contents.values.empty() || contents.open) open_.push_back(slot);
    while (!open_.empty()) {
      const Slot slot = open_.front();
      open_.pop_front();
      const Contents from = slots_[slot];
      for (const Slot& to : from.to) {
        Contents& there = slots_[to];
        const std::size_t before = there.values.size();
        const bool opens = from.open && !there.open;
        there.open = there.open || from.open;
        if (before <= CallTargets::most_targets) there.values.insert(from.values.begin(), from.values.end());
        if (there.values.size() != before || opens) open_.push_back(to);
      }
    }
  }

  const summary::Program& program_;
  bool closures_;
  std::set<Symbol> called_;
  std::map<Slot, Contents> slots_;
  std::deque<Slot> open_;
};

} // namespace

CallTargets::CallTargets(const summary::Program& program, bool closures) {
  Flow flow(program, closures);
  for (const summary::Function& f : program.functions) {
    std::uint32_t number = 0;
    for (const summary::Block& block : f.blocks)
      for (const Event& e : block.events) {
        const std::uint32_t event = number++;
        const bool runs = e.kind == EventKind::call || e.kind == EventKind::fork || e.kind == EventKind::once;
        if (!runs || e.callee || !e.path) continue;
        const auto& values = flow.values(slot_of(e.path));
        if (values.empty() || values.size() > most_targets) continue;
        std::vector<Symbol> found;
        for (const Symbol usr : values)
          if (const summary::Function* target = program.function(usr);
              target != nullptr && !target->blocks.empty())
            found.push_back(usr);
        if (closures && found.size() == values.size() && !flow.is_open(slot_of(e.path)))
          closed_.insert({f.usr, event});
        if (!found.empty()) targets_[{f.usr, event}] = std::move(found);
      }
  }
}

const std::vector<Symbol>& CallTargets::of(Symbol function, std::uint32_t event) const {
  static const std::vector<Symbol> none;
  const auto found = targets_.find({function, event});
  return found == targets_.end() ? none : found->second;
}

} // namespace burler::detect
