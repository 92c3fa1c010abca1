#include "openmp/walker.h"

#include <algorithm>
#include <set>

namespace burler::openmp {

using namespace summary;

std::vector<std::pair<DependKind, Address>> Walker::depends(const Directive& d) {
  std::vector<std::pair<DependKind, Address>> result;
  muted_ = true;
  for (const DependClause& each : d.depends)
    result.emplace_back(each.kind, locate(each.node));
  muted_ = false;
  return result;
}

/// OpenMP 5.2, 15.9.5: a later task waits for an earlier sibling when one of them writes a common list item.
bool Walker::depend_conflict(const Task& a, const Task& b) const {
  for (const auto& [x, where] : a.depends)
    for (const auto& [y, other] : b.depends) {
      if (!where || where != other) continue;
      if (x == DependKind::in && y == DependKind::in) continue;
      if (x == y && (x == DependKind::mutexinoutset || x == DependKind::inoutset)) continue;
      return true;
    }
  return false;
}

std::uint32_t Walker::open_task(const Directive& d, const Place& place) {
  Task made;
  made.parent = now_.task;
  made.level = static_cast<std::uint32_t>(now_.levels.size());
  made.is_explicit = true;
  made.depends = depends(d);
  made.place = place;
  if (d.has(omp_task) && d.condition != 0) made.undeferred = terms_.is_false(number(d.condition));
  if (made.undeferred && !made.depends.empty()) {
    out_.tasks.push_back(made);
    Directive wait;
    wait.depends = d.depends;
    out_.tasks.pop_back();
    taskwait(wait); // it starts when its predecessors have ended
  }
  made.created = ++sequence_;
  out_.tasks.push_back(std::move(made));
  return static_cast<std::uint32_t>(out_.tasks.size() - 1);
}

void Walker::close_task(std::uint32_t task) {
  Task& ended = out_.tasks[task];
  ended.ended = ++sequence_;
  if (ended.undeferred) ended.joined = ended.ended;
}

void Walker::task(const Directive& d, std::uint32_t body, const Place& place) {
  const auto bindings = frames_.back().bindings;
  const auto assigned = facts_.assigned(tree(), body);
  const std::uint32_t made = open_task(d, place);
  const Context creator = now_;
  privatise(d, {});
  now_.task = made;
  if (!out_.tasks[made].undeferred) {
    now_.locks.clear(); // the thread that runs it later holds none of the creator's
    now_.awaited.clear();
  }
  now_.loops.clear();
  now_.simd.clear();
  changed_ = true;
  statement(body);
  close_task(made);
  now_ = creator;
  changed_ = true;
  frames_.back().bindings = bindings;
  forget(assigned);
}

/// Two of the tasks a taskloop makes, with different iterations.
void Walker::taskloop(const Directive& d, std::uint32_t body, const Place& place) {
  const auto first = static_cast<std::uint32_t>(out_.tasks.size());
  const std::uint32_t owner = now_.task;
  const auto assigned = facts_.assigned(tree(), body);
  std::vector<Term> earlier;
  for (int turn = 0; turn < 2; ++turn) {
    const auto bindings = frames_.back().bindings;
    const Context creator = now_;
    const std::uint32_t made = open_task(d, place);
    forget(assigned);
    now_.task = made;
    now_.locks.clear();
    std::vector<Term> part, ordinals;
    Term key = 0;
    const auto nest = nest_of(body, d.collapse);
    privatise(d, {});
    enter_nest(d, nest, part, ordinals, key);
    Term same = terms_.constant(1);
    for (std::size_t i = 0; i < part.size() && i < earlier.size(); ++i)
      same = terms_.both(same, terms_.equal(part[i], earlier[i]));
    if (turn == 1) assume(terms_.negation(same));
    earlier = part;
    privatise(d, ordinals);
    changed_ = true;
    statement(nest.empty() ? body : node(nest.back()).kids[3]);
    close_task(made);
    now_ = creator;
    changed_ = true;
    frames_.back().bindings = bindings;
    forget(assigned);
  }
  if (!d.has(directive_nogroup)) end_group(first, owner);
}

void Walker::taskwait(const Directive& d) {
  ++sequence_;
  std::set<std::uint32_t> waited;
  if (d.depends.empty()) {
    for (std::uint32_t t = 0; t < out_.tasks.size(); ++t)
      if (out_.tasks[t].is_explicit && out_.tasks[t].parent == now_.task) waited.insert(t);
  } else {
    Task self;
    self.depends = depends(d);
    std::vector<Task> open{self};
    while (!open.empty()) {
      const Task last = open.back();
      open.pop_back();
      for (std::uint32_t t = 0; t < out_.tasks.size(); ++t) {
        const Task& other = out_.tasks[t];
        if (!other.is_explicit || other.parent != now_.task || waited.contains(t)) continue;
        if (last.created != 0 && other.created >= last.created) continue;
        if (!depend_conflict(other, last)) continue;
        waited.insert(t);
        open.push_back(other);
      }
    }
  }
  for (const std::uint32_t t : waited)
    if (out_.tasks[t].joined == never) out_.tasks[t].joined = sequence_;
}

void Walker::taskgroup(std::uint32_t body) {
  const auto first = static_cast<std::uint32_t>(out_.tasks.size());
  const std::uint32_t owner = now_.task;
  statement(body);
  end_group(first, owner);
}

/// All tasks made since `first` and their descendants have ended.
void Walker::end_group(std::uint32_t first, std::uint32_t owner) {
  ++sequence_;
  for (std::size_t t = std::max<std::uint32_t>(first, 1); t < out_.tasks.size(); ++t) {
    Task& each = out_.tasks[t];
    if (!each.is_explicit || each.group_end != never) continue;
    each.group_end = sequence_;
    each.group_owner = owner;
  }
}

} // namespace burler::openmp
