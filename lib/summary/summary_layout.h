// The layout of each record, in one place for the writer and the reader. Change it and raise summary_version.
#pragma once

#include "summary/archive.h"
#include "summary/translation_unit.h"
#include "summary/tree_layout.h"

#include <tuple>
#include <utility>

namespace burler::summary {

template <class A> void io(A& ar, Place& p) {
  io(ar, p.file);
  io(ar, p.line);
  io(ar, p.column);
  if constexpr (A::reading) {
    if (p.file >= ar.files && (p.file != 0 || p.line != 0)) ar.fail();
  }
}

template <class A> void io(A& ar, PathStep& s) {
  io_enum(ar, s.kind, StepKind::storage);
  io(ar, s.name);
  io(ar, s.owner);
}

template <class A> void io(A& ar, AccessPath& p) {
  io_enum(ar, p.root.kind, RootKind::call_result);
  if (p.root.kind == RootKind::none) return;
  io(ar, p.root.index);
  io(ar, p.root.entity);
  io(ar, p.steps);
}

/// The members that are mostly at their default.
template <class E> auto rare_members(E& e) {
  return std::tie(e.path, e.dst, e.self, e.has_self, e.operands, e.names, e.by_reference, e.callee, e.type,
                  e.flags, e.size);
}

/// A bit mask says which rare members follow.
template <class A> void io(A& ar, Event& e) {
  io_enum(ar, e.kind, EventKind::configure);
  io(ar, e.place);
  io_enum(ar, e.mode, LockMode::shared);
  std::uint64_t mask = 0;
  if constexpr (!A::reading) {
    const Event plain;
    const auto ours = rare_members(e);
    const auto initial = rare_members(plain);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((mask |= std::get<I>(ours) == std::get<I>(initial) ? 0 : std::uint64_t{1} << I), ...);
    }(std::make_index_sequence<std::tuple_size_v<decltype(ours)>>{});
  }
  ar.number(mask);
  std::apply(
      [&](auto&... member) {
        unsigned bit = 0;
        ((mask >> bit++ & 1 ? io(ar, member) : void()), ...);
      },
      rare_members(e));
  if (e.kind == EventKind::atomic || e.kind == EventKind::fence) {
    io_enum(ar, e.op, AtomicOp::compare_exchange_weak);
    io_enum(ar, e.order, MemoryOrder::seq_cst);
    io_enum(ar, e.order2, MemoryOrder::seq_cst);
  }
  if (e.kind == EventKind::assign) io_enum(ar, e.assign, AssignKind::move);
}

template <class A> void io(A& ar, Type& t) {
  io(ar, t.spelling);
  io(ar, t.class_usr);
  io(ar, t.flags);
}
template <class A> void io(A& ar, Variable& v) {
  io(ar, v.name);
  io(ar, v.type);
  io(ar, v.place);
}
template <class A> void io(A& ar, Block& b) {
  io(ar, b.events);
  io(ar, b.successors);
  std::uint64_t tested = static_cast<std::uint64_t>(b.tested_event + 1);
  ar.number(tested);
  b.tested_event = static_cast<std::int32_t>(tested) - 1;
  io(ar, b.abandons);
  io(ar, b.throws);
  io(ar, b.left);
  io(ar, b.subject);
  io(ar, b.value);
  io(ar, b.inverted);
  io(ar, b.firm);
  io(ar, b.lesser);
  io(ar, b.greater);
  io(ar, b.rounds);
  io(ar, b.depends);
}
template <class A> void io(A& ar, Attribute& a) {
  io_enum(ar, a.kind, Attribute::try_acquires_shared);
  io(ar, a.path);
}
template <class A> void io(A& ar, Flow& f) {
  io(ar, f.to);
  io(ar, f.from);
  io(ar, f.copy);
}
template <class A> void io(A& ar, Function& f) {
  io(ar, f.usr);
  io(ar, f.name);
  io(ar, f.class_usr);
  io(ar, f.parent);
  io(ar, f.place);
  io(ar, f.declared);
  io(ar, f.flags);
  io(ar, f.formals);
  io(ar, f.locals);
  io(ar, f.overrides);
  io(ar, f.attributes);
  io(ar, f.blocks);
  io(ar, f.flows);
  if constexpr (A::reading) {
    for (const Block& block : f.blocks)
      for (const std::uint32_t next : block.successors)
        if (next >= f.blocks.size()) ar.fail();
  }
}
template <class A> void io(A& ar, Field& f) {
  io(ar, f.name);
  io(ar, f.type);
  io(ar, f.place);
  io(ar, f.is_public);
  io(ar, f.is_mutable);
  io(ar, f.is_thread_index);
  io(ar, f.guarded_by);
  io(ar, f.pt_guarded_by);
  io(ar, f.acquired_before);
  io(ar, f.acquired_after);
}
template <class A> void io(A& ar, Class& c) {
  io(ar, c.usr);
  io(ar, c.name);
  io(ar, c.place);
  io(ar, c.bases);
  io(ar, c.fields);
  io(ar, c.is_lambda);
  io(ar, c.in_system_header);
  io(ar, c.is_polymorphic);
}
template <class A> void io(A& ar, Global& g) {
  io(ar, g.usr);
  io(ar, g.name);
  io(ar, g.type);
  io(ar, g.place);
  io(ar, g.owner);
  io(ar, g.constant_initialised);
  io(ar, g.internal_linkage);
  io(ar, g.guarded_by);
  io(ar, g.acquired_before);
  io(ar, g.acquired_after);
  io(ar, g.initial);
}
template <class A> void io(A& ar, Suppression& s) {
  io(ar, s.place);
  io(ar, s.covers_line);
  io(ar, s.rule);
  io(ar, s.reason);
}

} // namespace burler::summary
