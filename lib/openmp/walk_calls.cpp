#include "openmp/walker.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace burler::openmp {

using namespace summary;

namespace {

constexpr std::size_t deepest_call = 12;

} // namespace

Value Walker::call(std::uint32_t index) {
  const Node& n = node(index);
  if (n.has(node_acquires) || n.has(node_releases)) {
    if (lock_call(n)) return {};
  }
  if (n.has(node_fills)) {
    memory_call(n);
    return {};
  }
  const FunctionTree* callee = facts_.tree(n.name);
  const bool running =
      std::any_of(frames_.begin(), frames_.end(), [&](const Frame& f) { return f.tree == callee; });
  if (callee != nullptr && !running && frames_.size() < deepest_call) return inline_call(*callee, n);
  return outside_call(n);
}

Value Walker::inline_call(const FunctionTree& callee, const Node& at) {
  std::map<Symbol, Address> bindings;
  std::vector<std::pair<std::size_t, Value>> values;
  for (std::size_t i = 0; i < at.kids.size(); ++i) {
    if (i >= callee.formals.size()) {
      evaluate(at.kids[i]);
      continue;
    }
    const TreeVariable& formal = callee.variables[callee.formals[i]];
    if (formal.has(variable_reference)) {
      const Address bound = locate(at.kids[i]);
      if (bound) bindings[formal.key] = bound;
    } else {
      values.emplace_back(i, evaluate(at.kids[i]));
    }
  }
  Frame frame;
  frame.tree = &callee;
  entered_.insert(callee.usr);
  frame.bindings = std::move(bindings);
  frame.call = at.place;
  frames_.push_back(std::move(frame));
  for (const auto& [i, value] : values)
    cells_[bind_new(callee.variables[callee.formals[i]])] = value;
  const std::size_t depth = now_.conditions.size();
  const bool vague = now_.vague;
  statement(callee.root);
  now_.conditions.resize(depth);
  now_.vague = vague;
  changed_ = true;
  Value result;
  const std::vector<Value>& results = frames_.back().results;
  if (!results.empty() &&
      std::all_of(results.begin(), results.end(), [&](const Value& v) { return v == results.front(); }))
    result = results.front();
  frames_.pop_back();
  if (result.term == 0 && !result.address && at.has(node_integer)) result.term = terms_.fresh("result");
  return result;
}

Value Walker::outside_call(const Node& at) {
  std::vector<Value> arguments;
  for (const std::uint32_t kid : at.kids)
    arguments.push_back(evaluate(kid));
  const std::string& usr = facts_.program.symbols.text(at.name);
  std::string_view name = usr;
  if (const auto last = name.rfind("@F@"); last != std::string_view::npos) name = name.substr(last + 3);
  name = name.substr(0, name.find('#'));
  const LevelContext* here = team();
  if (name == "omp_get_thread_num")
    return {here == nullptr ? terms_.constant(0) : out_.levels[here->level].thread, {}};
  if (name == "omp_get_num_threads")
    return {here == nullptr ? terms_.constant(1) : out_.levels[here->level].count, {}};
  if (name == "omp_get_team_num" || name == "omp_get_num_teams") {
    for (const LevelContext& each : now_.levels)
      if (out_.levels[each.level].teams)
        return {name == "omp_get_team_num" ? out_.levels[each.level].thread : out_.levels[each.level].count,
                {}};
    return {terms_.constant(name == "omp_get_team_num" ? 0 : 1), {}};
  }
  if (at.has(node_writes)) {
    for (const Value& argument : arguments)
      if (argument.address) forget_object(argument.address.object);
  }
  Value result;
  if (at.has(node_pointer)) {
    Object made;
    made.name = "memory";
    made.heap = true;
    out_.objects.push_back(std::move(made));
    result.address = {static_cast<std::uint32_t>(out_.objects.size() - 1),
                      {{Step::index, {}, terms_.constant(0)}}};
  } else if (at.has(node_integer)) {
    result.term = terms_.fresh(std::string(name) + "()");
  }
  return result;
}

void Walker::acquire(Lock lock) {
  lock.since = ++sequence_;
  lock.condition = terms_.constant(1);
  lock.phase = team() == nullptr ? 0 : team()->phase;
  now_.locks.push_back(lock);
  now_.acquired.push_back(std::move(lock));
  changed_ = true;
}

void Walker::release(const Address& address) {
  ++sequence_;
  for (auto each = now_.locks.rbegin(); each != now_.locks.rend(); ++each)
    if (each->address == address) {
      now_.locks.erase(std::next(each).base());
      break;
    }
  changed_ = true;
}

/// False when the callee's body does better than its model.
bool Walker::lock_call(const Node& at) {
  if (at.kids.empty()) return false;
  const Value lock = evaluate(at.kids[0]);
  for (std::size_t i = 1; i < at.kids.size(); ++i)
    evaluate(at.kids[i]);
  if (!lock.address) return true;
  if (at.has(node_acquires))
    acquire({"", lock.address});
  else
    release(lock.address);
  return true;
}

/// memset and memcpy: `size / element` elements from the first argument on are written.
void Walker::memory_call(const Node& at) {
  std::vector<Value> arguments;
  for (const std::uint32_t kid : at.kids)
    arguments.push_back(evaluate(kid));
  const auto range = [&](const Value& pointer, std::uint32_t kid, bool written) {
    if (!pointer.address) return;
    Node place = at;
    place.flags = 0;
    Address where = pointer.address;
    // The size is in bytes; it counts elements when the same factor is in it as in the pointer's element.
    const Term bytes = arguments.size() > 2 ? arguments[2].term : 0;
    std::uint32_t element = node(kid).size;
    const std::size_t depth = now_.conditions.size();
    const bool vague = now_.vague;
    Polynomial size = terms_.polynomial(bytes);
    for (const std::uint32_t guess : {element, 8u, 4u, 2u, 1u}) {
      if (guess == 0) continue;
      element = guess;
      if (std::all_of(size.begin(), size.end(), [&](const auto& m) { return m.second % guess == 0; })) break;
    }
    if (bytes != 0 && !where.steps.empty() && where.steps.back().kind == Step::index) {
      for (auto& [factors, coefficient] : size)
        coefficient /= element;
      const Term offset = terms_.fresh("k");
      assume(terms_.less_equal(terms_.constant(0), offset));
      assume(terms_.less(offset, terms_.from(size)));
      where = moved(terms_, where, offset);
    } else {
      now_.vague = true;
      changed_ = true;
    }
    record(where, written, place);
    if (written) forget_object(where.object);
    now_.conditions.resize(depth);
    now_.vague = vague;
    changed_ = true;
  };
  if (at.has(node_copies) && arguments.size() > 1) range(arguments[1], at.kids[1], false);
  if (!arguments.empty()) range(arguments[0], at.kids[0], true);
}

} // namespace burler::openmp
