// The layout of the records of tree.h, for the writer and the reader (see summary_layout.h).
#pragma once

#include "summary/archive.h"
#include "summary/tree.h"

namespace burler::summary {

template <class A> void io(A& ar, Node& n) {
  io_enum(ar, n.kind, NodeKind::directive);
  io_enum(ar, n.op, Operator::other);
  io(ar, n.flags);
  io(ar, n.value);
  io(ar, n.size);
  io(ar, n.name);
  io(ar, n.place);
  io(ar, n.kids);
}
template <class A> void io(A& ar, TreeVariable& v) {
  io(ar, v.key);
  io(ar, v.name);
  io(ar, v.type);
  io(ar, v.flags);
  io(ar, v.node_flags);
  io(ar, v.extents);
  io(ar, v.place);
}
template <class A> void io(A& ar, SharingClause& s) {
  io_enum(ar, s.kind, Sharing::copyprivate);
  io(ar, s.variable);
  io(ar, s.step);
  io(ar, s.is_implicit);
}
template <class A> void io(A& ar, DependClause& d) {
  io_enum(ar, d.kind, DependKind::other);
  io(ar, d.node);
}
template <class A> void io(A& ar, Directive& d) {
  io(ar, d.parts);
  io(ar, d.flags);
  io(ar, d.collapse);
  io(ar, d.ordered_loops);
  io(ar, d.safelen);
  io_enum(ar, d.schedule, ScheduleKind::other);
  for (std::uint32_t* node : {&d.chunk, &d.condition, &d.num_threads, &d.num_teams, &d.final_, &d.subject})
    io(ar, *node);
  io(ar, d.name);
  io(ar, d.sharing);
  io(ar, d.depends);
}

/// Every index is in range and kids come before their parents, so that walking a tree that was read ends.
inline bool is_sound(const FunctionTree& t) {
  const std::size_t nodes = t.nodes.size(), variables = t.variables.size();
  if (t.root != 0 && t.root >= nodes) return false;
  for (std::size_t i = 0; i < nodes; ++i) {
    const Node& n = t.nodes[i];
    for (const std::uint32_t kid : n.kids)
      if (kid != 0 && kid >= i) return false;
    const std::uint64_t value = static_cast<std::uint64_t>(n.value);
    if ((n.kind == NodeKind::variable || n.kind == NodeKind::declare) && value >= variables) return false;
    if (n.kind == NodeKind::directive && value >= t.directives.size()) return false;
  }
  for (const std::uint32_t f : t.formals)
    if (f >= variables) return false;
  for (const TreeVariable& v : t.variables)
    for (const std::uint32_t e : v.extents)
      if (e >= nodes) return false;
  for (const Directive& d : t.directives) {
    for (const std::uint32_t node : {d.chunk, d.condition, d.num_threads, d.num_teams, d.final_, d.subject})
      if (node != 0 && node >= nodes) return false;
    for (const SharingClause& s : d.sharing)
      if (s.variable >= variables || (s.step != 0 && s.step >= nodes)) return false;
    for (const DependClause& each : d.depends)
      if (each.node >= nodes) return false;
  }
  return true;
}

template <class A> void io(A& ar, FunctionTree& t) {
  io(ar, t.usr);
  io(ar, t.name);
  io(ar, t.place);
  io(ar, t.formals);
  io(ar, t.variables);
  io(ar, t.nodes);
  io(ar, t.directives);
  io(ar, t.root);
  if constexpr (A::reading) {
    if (ar.good() && !is_sound(t)) ar.fail();
  }
}
template <class A> void io(A& ar, ConstantTable& t) {
  io(ar, t.key);
  io(ar, t.is_const);
  io(ar, t.values);
}

} // namespace burler::summary
