#include "openmp/task_order.h"

#include <algorithm>

namespace burler::openmp {

using summary::DependKind;

namespace {

std::vector<std::uint32_t> ancestry(const Trace& trace, std::uint32_t task) {
  std::vector<std::uint32_t> chain{task};
  while (task != 0) {
    task = trace.tasks[task].parent;
    chain.push_back(task);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

/// When `top`, an ancestor of `task` or itself, knows that `task` has ended; `never` when it does not learn
/// it.
std::uint32_t complete(const Trace& trace, std::uint32_t task, std::uint32_t top) {
  std::uint32_t known = never;
  while (task != top && task != 0) {
    const Task& t = trace.tasks[task];
    if (t.group_end != never) {
      // A group's owner is the task whose region the group is in.
      if (t.group_owner == top) known = std::min(known, t.group_end);
      const bool below = t.group_owner != top && t.group_owner != 0;
      if (below) {
        const auto chain = ancestry(trace, t.group_owner);
        if (std::find(chain.begin(), chain.end(), top) != chain.end())
          known = std::min(known, complete(trace, t.group_owner, top));
      }
    }
    if (t.parent == top) return std::min(known, t.joined);
    if (t.joined == never) return known;
    task = t.parent;
  }
  return known;
}

/// The access belongs to the child itself, or to a descendant that ends before the child does.
bool within(const Trace& trace, std::uint32_t task, std::uint32_t child) {
  return task == child || complete(trace, task, child) <= trace.tasks[child].ended;
}

bool conflict(DependKind x, DependKind y) {
  return !(x == DependKind::in && y == DependKind::in) && !(x == DependKind::inoutset && x == y);
}

/// Siblings from `from` on, in dependence order, that must have ended before `to` starts.
bool reaches(const Trace& trace, std::uint32_t from, std::uint32_t to) {
  std::vector<std::uint32_t> open{from};
  std::vector<bool> met(trace.tasks.size());
  while (!open.empty()) {
    const std::uint32_t now = open.back();
    open.pop_back();
    if (now == to) return true;
    for (std::uint32_t t = now + 1; t <= to; ++t) {
      if (met[t] || trace.tasks[t].parent != trace.tasks[from].parent) continue;
      for (const auto& [x, where] : trace.tasks[now].depends)
        for (const auto& [y, other] : trace.tasks[t].depends)
          if (!met[t] && where && where == other && conflict(x, y)) {
            met[t] = true;
            open.push_back(t);
          }
    }
  }
  return false;
}

} // namespace

TaskOrder task_order(const Trace& trace, const Access& a, const Access& b) {
  TaskOrder result;
  const std::uint32_t ta = trace.contexts[a.context].task, tb = trace.contexts[b.context].task;
  if (ta == tb) return {true, {}};
  const auto x = ancestry(trace, ta), y = ancestry(trace, tb);
  std::size_t common = 0;
  while (common < x.size() && common < y.size() && x[common] == y[common])
    ++common;
  const std::uint32_t top = x[common - 1];
  const auto against_parent = [&](const Access& outer, std::uint32_t child, std::uint32_t inner) {
    return outer.sequence < trace.tasks[child].created || complete(trace, inner, top) <= outer.sequence;
  };
  if (common == x.size()) return {against_parent(a, y[common], tb), {}};
  if (common == y.size()) return {against_parent(b, x[common], ta), {}};
  std::uint32_t first = x[common], second = y[common], inner = ta;
  if (trace.tasks[second].created < trace.tasks[first].created) {
    std::swap(first, second);
    inner = tb;
  }
  if (complete(trace, inner, top) <= trace.tasks[second].created) return {true, {}};
  if (!within(trace, inner, first)) return result;
  if (reaches(trace, first, second)) return {true, {}};
  for (const auto& [kind, where] : trace.tasks[first].depends)
    for (const auto& [other_kind, other] : trace.tasks[second].depends)
      if (where && other && conflict(kind, other_kind)) result.unless_equal.emplace_back(where, other);
  return result;
}

} // namespace burler::openmp
