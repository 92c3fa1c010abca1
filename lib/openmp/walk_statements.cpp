#include "openmp/walker.h"

#include <algorithm>

namespace burler::openmp {

using namespace summary;

Walker::Flow Walker::statement(std::uint32_t index) {
  if (index == 0) return Flow::next;
  if (!spend()) return Flow::left;
  const Node& n = node(index);
  switch (n.kind) {
  case NodeKind::block:
    return block(n);
  case NodeKind::declare:
    declare(n);
    return Flow::next;
  case NodeKind::branch:
    return branch(n);
  case NodeKind::loop:
    return loop(index);
  case NodeKind::choice: {
    // Any case may run: the cases are walked one after the other, under a condition no term expresses.
    evaluate(n.kids[0]);
    const bool vague = now_.vague;
    const std::size_t depth = now_.conditions.size();
    assume(0);
    forget(facts_.assigned(tree(), n.kids[1]));
    ++switches_;
    statement(n.kids[1]);
    --switches_;
    forget(facts_.assigned(tree(), n.kids[1]));
    now_.vague = vague;
    now_.conditions.resize(depth);
    changed_ = true;
    return Flow::next;
  }
  case NodeKind::leave:
    if (!n.kids.empty() && n.kids[0] != 0) frames_.back().results.push_back(evaluate(n.kids[0]));
    return Flow::left;
  case NodeKind::break_:
  case NodeKind::continue_:
    return Flow::left;
  case NodeKind::directive:
    directive(index);
    return Flow::next;
  default:
    evaluate(index);
    return n.kind == NodeKind::call && n.has(node_no_return) ? Flow::left : Flow::next;
  }
}

Walker::Flow Walker::block(const Node& at) {
  std::vector<Address> guards;
  Flow flow = Flow::next;
  const std::vector<std::uint32_t> kids = at.kids;
  for (const std::uint32_t kid : kids) {
    if (kid == 0) continue;
    const Node& n = node(kid);
    if (n.kind == NodeKind::declare && n.has(node_guard)) {
      for (const std::uint32_t lock : n.kids)
        if (const Address held = locate(lock)) {
          acquire({"", held});
          guards.push_back(held);
        }
      continue;
    }
    flow = statement(kid);
    if (flow == Flow::left && switches_ == 0) break; // what follows is reached by no path of this walk
  }
  for (const Address& held : guards)
    release(held);
  return flow;
}

void Walker::declare(const Node& at) {
  const TreeVariable& v = tree().variables[static_cast<std::size_t>(at.value)];
  const std::uint32_t init = at.kids.empty() ? 0 : at.kids[0];
  if (v.has(variable_global)) {
    binding(v);
    return;
  }
  if (v.has(variable_reference)) {
    if (init == 0) {
      bind_new(v);
      return;
    }
    const Address bound = locate(init);
    if (bound)
      frames_.back().bindings[v.key] = bound;
    else
      bind_new(v);
    return;
  }
  const Node initial = init == 0 ? Node{} : node(init);
  Value value;
  std::vector<Value> elements;
  if (initial.kind == NodeKind::list && init != 0)
    for (const std::uint32_t kid : initial.kids)
      elements.push_back(evaluate(kid));
  else
    value = evaluate(init);
  const Address made = bind_new(v);
  if (init == 0) return;
  if ((v.node_flags & node_array) != 0) {
    for (std::size_t i = 0; i < elements.size(); ++i)
      cells_[{made.object, {{Step::index, {}, terms_.constant(static_cast<std::int64_t>(i))}}}] = elements[i];
    return;
  }
  if (value.term == 0 && !value.address && (v.node_flags & node_integer) != 0)
    value.term = terms_.fresh(out_.objects[made.object].name);
  cells_[made] = value;
}

void Walker::merge(Term condition, const Cells& then_cells, const Context& then_context) {
  // Locks: held on both paths, or on one under its condition.
  std::vector<Lock> locks;
  const Term negated = terms_.negation(condition);
  const auto find = [](const std::vector<Lock>& list, const Lock& wanted) {
    return std::find_if(list.begin(), list.end(),
                        [&](const Lock& l) { return l.same(wanted) && l.since == wanted.since; });
  };
  for (const Lock& l : then_context.locks) {
    Lock kept = l;
    const auto other = find(now_.locks, l);
    if (other == now_.locks.end()) kept.condition = terms_.both(condition, l.condition);
    if (other != now_.locks.end() && other->condition != l.condition)
      kept.condition = terms_.select(condition, l.condition, other->condition);
    if (other == now_.locks.end()) now_.handover = true;
    if (kept.condition != 0) locks.push_back(kept);
  }
  for (const Lock& l : now_.locks) {
    if (find(then_context.locks, l) != then_context.locks.end()) continue;
    Lock kept = l;
    kept.condition = terms_.both(negated, l.condition);
    now_.handover = true;
    if (kept.condition != 0) locks.push_back(kept);
  }
  now_.locks = std::move(locks);
  now_.handover |= then_context.handover;
  for (const Lock& l : then_context.acquired)
    if (find(now_.acquired, l) == now_.acquired.end()) {
      now_.acquired.push_back(l);
      now_.acquired.back().condition = terms_.both(condition, l.condition);
    }
  for (const Await& w : then_context.awaited) {
    const auto known = std::any_of(now_.awaited.begin(), now_.awaited.end(), [&](const Await& each) {
      return each.flag == w.flag && each.condition == w.condition;
    });
    if (!known) now_.awaited.push_back({w.flag, terms_.both(condition, w.condition)});
  }
  for (std::size_t i = 0; i < now_.levels.size(); ++i)
    now_.levels[i].phase = std::max(now_.levels[i].phase, then_context.levels[i].phase);
  Cells merged;
  for (const auto& [address, value] : cells_) {
    const auto other = then_cells.find(address);
    if (other == then_cells.end()) continue;
    if (other->second == value) {
      merged.emplace(address, value);
      continue;
    }
    Value both;
    both.term = terms_.select(condition, other->second.term, value.term);
    if (both.term == 0 && value.term != 0) both.term = terms_.fresh(out_.objects[address.object].name);
    if (other->second.address == value.address) both.address = value.address;
    if (both.term != 0 || both.address)
      merged.emplace(address, both);
    else
      ++versions_[address.object];
  }
  for (const auto& [address, value] : then_cells)
    if (!cells_.contains(address)) ++versions_[address.object];
  for (const auto& [address, value] : cells_)
    if (!then_cells.contains(address)) ++versions_[address.object];
  cells_ = std::move(merged);
}

Walker::Flow Walker::branch(const Node& at) {
  const std::uint32_t then = at.kids[1], otherwise = at.kids[2];
  const Term condition = number(at.kids[0]);
  if (terms_.is_true(condition)) return statement(then);
  if (terms_.is_false(condition)) return statement(otherwise);
  const Cells before = cells_;
  const Context context = now_;
  assume(condition);
  const Flow first = statement(then);
  const Cells then_cells = std::move(cells_);
  const Context then_context = std::move(now_);
  cells_ = before;
  now_ = context;
  changed_ = true;
  assume(terms_.negation(condition));
  const Flow second = statement(otherwise);
  changed_ = true;
  if (first == Flow::left && second == Flow::left) return Flow::left;
  if (first == Flow::left) return Flow::next; // the rest runs under the negated condition
  if (second == Flow::left) {
    cells_ = then_cells;
    now_ = then_context;
    return Flow::next;
  }
  now_.conditions.resize(context.conditions.size());
  now_.vague = context.vague;
  merge(condition, then_cells, then_context);
  return Flow::next;
}

} // namespace burler::openmp
