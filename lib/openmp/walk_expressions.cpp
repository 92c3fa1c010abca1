#include "openmp/walker.h"

#include <algorithm>

namespace burler::openmp {

using namespace summary;

/// The pointer `address` moved by `by` elements.
Address Walker::moved(TermPool& terms, Address address, Term by) {
  if (!address) return address;
  if (terms.is_false(by)) return address;
  if (address.steps.empty() || address.steps.back().kind != Step::index)
    address.steps.push_back({Step::index, {}, by});
  else
    address.steps.back().index_ = terms.add(address.steps.back().index_, by);
  return address;
}

/// The lvalue of a node, without reading it; parts that are read on the way are recorded.
Address Walker::locate(std::uint32_t index) {
  if (index == 0 || !spend()) return {};
  const Node& n = node(index);
  switch (n.kind) {
  case NodeKind::variable:
    return binding(tree().variables[static_cast<std::size_t>(n.value)]);
  case NodeKind::member: {
    Address object = locate(n.kids[0]);
    if (object) object.steps.push_back({Step::field, n.name, 0});
    return object;
  }
  case NodeKind::index: {
    const Value base = evaluate(n.kids[0]);
    const Term subscript = number(n.kids[1]);
    Address element = base.address;
    if (!element) return {};
    if (subscript == 0) {
      if (element.steps.empty() || element.steps.back().kind != Step::index)
        element.steps.push_back({Step::index, {}, 0});
      else
        element.steps.back().index_ = 0;
      return element;
    }
    if (element.steps.empty() || element.steps.back().kind != Step::index) {
      element.steps.push_back({Step::index, {}, subscript});
      return element;
    }
    return moved(terms_, element, subscript);
  }
  case NodeKind::deref:
    return evaluate(n.kids[0]).address;
  case NodeKind::assign:
    assign(n);
    return locate(n.kids[0]);
  case NodeKind::select: {
    const Term condition = number(n.kids[0]);
    if (terms_.is_true(condition)) return locate(n.kids[1]);
    if (terms_.is_false(condition)) return locate(n.kids[2]);
    const Address yes = locate(n.kids[1]), no = locate(n.kids[2]);
    return yes == no ? yes : Address{};
  }
  default:
    return evaluate(index).address;
  }
}

/// What is stored at `address`, as far as it is known; records nothing.
Value Walker::contents(const Address& address, const Node& at) {
  if (!address) return {};
  const auto cell = cells_.find(address);
  const bool team_changes = shared(address.object) && many_threads() &&
                            std::binary_search(level()->assigned.begin(), level()->assigned.end(),
                                               out_.objects[address.object].key) &&
                            out_.objects[address.object].key;
  if (cell != cells_.end() && !team_changes) return cell->second;
  Value value;
  if (at.has(node_pointer)) {
    value.address = address;
    if (team_changes || versions_[address.object] != 0) {
      // Some pointer stored here: it has a target of its own.
      Object target;
      target.name = out_.objects[address.object].name;
      target.type = out_.objects[address.object].type;
      target.tensor = out_.objects[address.object].tensor;
      out_.objects.push_back(std::move(target));
      value.address = {static_cast<std::uint32_t>(out_.objects.size() - 1), {}};
      value.address.steps.push_back({Step::index, {}, terms_.constant(0)});
      const bool fixed = std::all_of(address.steps.begin(), address.steps.end(), [&](const Step& s) {
        return s.kind != Step::index || terms_.is_constant(s.index_);
      });
      if (fixed && !team_changes) cells_[address] = value;
      return value;
    }
    value.address.steps.push_back({Step::deref, {}, 0});
    value.address.steps.push_back({Step::index, {}, terms_.constant(0)});
    return value;
  }
  if (!at.has(node_integer)) return value;
  const std::string& name = out_.objects[address.object].name;
  if (team_changes) {
    if (!now_.locks.empty() || atomic_subject_ || out_.tasks[now_.task].is_explicit) {
      value.term = terms_.fresh(name);
      return value;
    }
    // Between two barriers a thread that does not write it sees one value, unless there is a race on it.
    Term& known =
        phase_values_[{address.object, now_.levels.back().phase + 100000 * now_.levels.back().level}];
    if (known == 0) {
      known = terms_.fresh(name);
      out_.same[terms_.symbols() - 1] = now_.levels.back().level;
    }
    value.term = known;
    return value;
  }
  std::vector<std::uint32_t> shape{address.object, versions_[address.object]};
  std::vector<Term> indices;
  for (const Step& s : address.steps) {
    shape.push_back(static_cast<std::uint32_t>(s.kind));
    shape.push_back(s.name.id);
    if (s.kind == Step::index) indices.push_back(s.index_);
  }
  const auto [entry, added] = load_ids_.try_emplace(shape, 0);
  if (added) {
    out_.loads.push_back(address.object);
    entry->second = static_cast<std::uint32_t>(out_.loads.size() - 1);
  }
  value.term = terms_.load(entry->second, std::move(indices));
  return value;
}

Value Walker::read(const Address& address, const Node& at) {
  if (at.has(node_array)) { // an array decays to a pointer to its first element
    Address first = address;
    if (first) first.steps.push_back({Step::index, {}, terms_.constant(0)});
    return {0, first};
  }
  record(address, false, at, at.flags & node_atomic);
  return contents(address, at);
}

void Walker::write(const Address& address, const Value& value, const Node& at, bool accumulates) {
  record(address, true, at, at.flags & node_atomic);
  if (!out_.accesses.empty() && out_.accesses.back().sequence == sequence_)
    out_.accesses.back().accumulates = accumulates;
  if (!address) return;
  bool fixed = true;
  for (const Step& s : address.steps)
    fixed &= s.kind != Step::index || terms_.is_constant(s.index_);
  if (!fixed) return forget_object(address.object);
  if (!address.steps.empty()) ++versions_[address.object];
  cells_[address] = value;
}

Value Walker::arithmetic(Operator op, const Value& a, const Value& b) {
  if (op == Operator::add && a.address) return {0, moved(terms_, a.address, b.term)};
  if (op == Operator::add && b.address) return {0, moved(terms_, b.address, a.term)};
  if (op == Operator::subtract && a.address && !b.address)
    return {0, moved(terms_, a.address, terms_.multiply(b.term, terms_.constant(-1)))};
  switch (op) {
  case Operator::add:
    return {terms_.add(a.term, b.term), {}};
  case Operator::subtract:
    return {terms_.subtract(a.term, b.term), {}};
  case Operator::multiply:
    return {terms_.multiply(a.term, b.term), {}};
  case Operator::divide:
    return {terms_.divide(a.term, b.term), {}};
  case Operator::remainder:
    return {terms_.remainder(a.term, b.term), {}};
  case Operator::less:
    return {terms_.less(a.term, b.term), {}};
  case Operator::less_equal:
    return {terms_.less_equal(a.term, b.term), {}};
  case Operator::equal:
    return {terms_.equal(a.term, b.term), {}};
  case Operator::not_equal:
    return {terms_.negation(terms_.equal(a.term, b.term)), {}};
  default:
    return {};
  }
}

Value Walker::binary(const Node& at) {
  if (at.op != Operator::logical_and && at.op != Operator::logical_or) {
    const Value left = evaluate(at.kids[0]);
    const Value right = evaluate(at.kids[1]);
    const Node &l = node(at.kids[0]), &r = node(at.kids[1]);
    const bool floating =
        (l.kind != NodeKind::constant && !l.has(node_integer) && !left.address && left.term == 0) ||
        (r.kind != NodeKind::constant && !r.has(node_integer) && !right.address && right.term == 0);
    return floating ? Value{} : arithmetic(at.op, left, right);
  }
  // The right side runs only when the left does not decide.
  const bool conjunction = at.op == Operator::logical_and;
  const Term left = number(at.kids[0]);
  if (conjunction ? terms_.is_false(left) : terms_.is_true(left)) return {left, {}};
  const std::size_t depth = now_.conditions.size();
  const bool vague = now_.vague;
  if (left != 0) assume(conjunction ? left : terms_.negation(left));
  const Term right = number(at.kids[1]);
  now_.conditions.resize(depth);
  now_.vague = vague;
  changed_ = true;
  return {conjunction ? terms_.both(left, right) : terms_.either(left, right), {}};
}

Value Walker::assign(const Node& at) {
  const Node target = node(at.kids[0]);
  if (at.op == Operator::none) {
    const Value value = evaluate(at.kids[1]);
    write(locate(at.kids[0]), value, target);
    return value;
  }
  const Value by = evaluate(at.kids[1]);
  const Address where = locate(at.kids[0]);
  const Value old = read(where, target);
  Value result = arithmetic(at.op, old, by);
  if (!target.has(node_integer) && !target.has(node_pointer)) result = {};
  write(where, result, target, true);
  return at.has(node_postfix) ? old : result;
}

Value Walker::evaluate(std::uint32_t index) {
  if (index == 0 || !spend()) return {};
  const Node& n = node(index);
  switch (n.kind) {
  case NodeKind::constant:
    return {terms_.constant(n.value), {}};
  case NodeKind::variable:
  case NodeKind::member:
  case NodeKind::index:
  case NodeKind::deref:
    return read(locate(index), n);
  case NodeKind::address:
    return {0, locate(n.kids[0])};
  case NodeKind::unary: {
    const Term operand = number(n.kids[0]);
    return {n.op == Operator::minus ? terms_.multiply(operand, terms_.constant(-1))
                                    : terms_.negation(operand),
            {}};
  }
  case NodeKind::binary:
    return binary(n);
  case NodeKind::select: {
    const Term condition = number(n.kids[0]);
    if (terms_.is_true(condition)) return evaluate(n.kids[1]);
    if (terms_.is_false(condition)) return evaluate(n.kids[2]);
    const std::size_t depth = now_.conditions.size();
    const auto under = [&](Term assumed, std::uint32_t kid) {
      if (assumed != 0) assume(assumed);
      Value value = evaluate(kid);
      now_.conditions.resize(depth);
      changed_ = true;
      return value;
    };
    const Value yes = under(condition, n.kids[1]), no = under(terms_.negation(condition), n.kids[2]);
    Value result;
    result.term = terms_.select(condition, yes.term, no.term);
    if (yes.address == no.address) result.address = yes.address;
    return result;
  }
  case NodeKind::call:
    return call(index);
  case NodeKind::assign:
    return assign(n);
  case NodeKind::block: {
    Value last;
    for (const std::uint32_t kid : n.kids)
      last = evaluate(kid);
    return last;
  }
  default:
    for (const std::uint32_t kid : n.kids)
      if (kid != 0 && node(kid).kind >= NodeKind::block)
        statement(kid);
      else
        evaluate(kid);
    return {};
  }
}

} // namespace burler::openmp
