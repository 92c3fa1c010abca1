// Builds small programs by hand, for unit tests of the analysis without Clang.
#pragma once

#include "summary/linker.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace burler::detect {

class ProgramBuilder {
public:
  AccessPath global(std::string_view name) {
    const Symbol usr = unit_.symbols.intern(name);
    for (const summary::Global& g : unit_.globals)
      if (g.usr == usr) return {{RootKind::global, 0, usr}, {}};
    summary::Global g;
    g.usr = g.name = usr;
    unit_.globals.push_back(g);
    return {{RootKind::global, 0, usr}, {}};
  }
  /// A global of a type with the flags (summary::TypeFlag).
  AccessPath global(std::string_view name, std::uint32_t type_flags) {
    const AccessPath path = global(name);
    for (summary::Global& g : unit_.globals)
      if (g.usr == path.root.entity) g.type.flags = type_flags;
    return path;
  }
  AccessPath field(AccessPath base, std::string_view name, std::string_view owner = {}) {
    base.steps.push_back({StepKind::field, unit_.symbols.intern(name),
                          owner.empty() ? Symbol{} : unit_.symbols.intern(owner)});
    return base;
  }
  static AccessPath self() { return {{RootKind::self, 0, {}}, {}}; }
  static AccessPath formal(std::uint32_t index) { return {{RootKind::formal, index, {}}, {}}; }
  static AccessPath local(std::uint32_t index) { return {{RootKind::local, index, {}}, {}}; }
  AccessPath element(AccessPath base, std::string_view index) {
    base.steps.push_back({StepKind::index, unit_.symbols.intern(index), {}});
    return base;
  }

  /// A class with a lock `m` and a number `n`.
  ProgramBuilder& guarded_class(std::string_view name) {
    summary::Class c;
    c.usr = c.name = unit_.symbols.intern(name);
    c.fields.resize(2);
    c.fields[0].name = unit_.symbols.intern("m");
    c.fields[0].type.flags = summary::type_lock;
    c.fields[1].name = unit_.symbols.intern("n");
    unit_.classes.push_back(c);
    return *this;
  }
  /// A public method of the class.
  ProgramBuilder& method(std::string_view owner, std::string_view name) {
    function(name, summary::fn_method | summary::fn_public);
    unit_.functions.back().class_usr = unit_.symbols.intern(owner);
    return *this;
  }
  /// Gives the current function one more formal, of reference type.
  ProgramBuilder& reference_formal() {
    summary::Variable v;
    v.type.flags = summary::type_reference;
    unit_.functions.back().formals.push_back(v);
    return *this;
  }
  /// Starts a function of one block; events are added to it in order, one line each.
  ProgramBuilder& function(std::string_view name, std::uint32_t flags = 0) {
    summary::Function f;
    f.usr = f.name = unit_.symbols.intern(name);
    f.flags = flags;
    f.locals.resize(4);
    f.blocks.resize(1);
    unit_.functions.push_back(f);
    return *this;
  }
  ProgramBuilder& event(summary::EventKind kind, AccessPath path, std::uint32_t flags = 0) {
    summary::Event e;
    e.kind = kind;
    e.path = std::move(path);
    e.flags = flags;
    return add(e);
  }
  ProgramBuilder& acquire(AccessPath lock, LockMode mode = LockMode::exclusive, std::uint32_t flags = 0) {
    summary::Event e;
    e.kind = summary::EventKind::acquire;
    e.path = std::move(lock);
    e.mode = mode;
    e.flags = flags;
    return add(e);
  }
  /// The event added last.
  summary::Event& last() { return unit_.functions.back().blocks.back().events.back(); }
  ProgramBuilder& release(AccessPath lock) { return event(summary::EventKind::release, std::move(lock)); }
  ProgramBuilder& read(AccessPath path) { return event(summary::EventKind::read, std::move(path)); }
  ProgramBuilder& write(AccessPath path) { return event(summary::EventKind::write, std::move(path)); }
  /// The variable that branches or indices name gets another value.
  ProgramBuilder& named_change(std::string_view subject) {
    event(summary::EventKind::constant, {});
    last().names = {unit_.symbols.intern(subject)};
    return *this;
  }
  /// A write with a known effect ("+1", "=0").
  ProgramBuilder& change(AccessPath path, std::string_view effect) {
    write(std::move(path));
    last().names = {unit_.symbols.intern(effect)};
    return *this;
  }
  /// An assertion that the number is there.
  ProgramBuilder& require(AccessPath path, std::string_view number) {
    event(summary::EventKind::require, std::move(path));
    last().names = {unit_.symbols.intern(number)};
    return *this;
  }
  ProgramBuilder& call(std::string_view callee) {
    summary::Event e;
    e.kind = summary::EventKind::call;
    e.callee = unit_.symbols.intern(callee);
    return add(e);
  }
  ProgramBuilder& fork(std::string_view callee, AccessPath handle, std::uint32_t flags = 0) {
    summary::Event e;
    e.kind = summary::EventKind::fork;
    e.callee = unit_.symbols.intern(callee);
    e.dst = std::move(handle);
    e.flags = flags;
    return add(e);
  }
  ProgramBuilder& assign(AccessPath to, AccessPath from) {
    event(summary::EventKind::assign, std::move(from));
    last().dst = std::move(to);
    return *this;
  }
  ProgramBuilder& closure(AccessPath object, std::string_view code) {
    event(summary::EventKind::closure, {});
    last().dst = std::move(object);
    last().callee = unit_.symbols.intern(code);
    return *this;
  }
  /// Gives the current function one more formal that can be called.
  ProgramBuilder& callable_formal() {
    summary::Variable v;
    v.type.flags = summary::type_callable;
    unit_.functions.back().formals.push_back(v);
    return *this;
  }
  /// A thread that gets a reference to the object.
  ProgramBuilder& fork_with(std::string_view callee, AccessPath handle, AccessPath object) {
    fork(callee, std::move(handle));
    summary::Event& e = last();
    e.operands = {std::move(object)};
    e.by_reference = 1;
    return *this;
  }
  ProgramBuilder& join(AccessPath handle) { return event(summary::EventKind::join, std::move(handle)); }

  summary::Program link() {
    unit_.files = {"/p/a.cpp"};
    std::vector<summary::TranslationUnit> units;
    units.push_back(std::move(unit_));
    return summary::link(std::move(units));
  }

private:
  ProgramBuilder& add(summary::Event e) {
    e.place = {0, ++line_, 1};
    unit_.functions.back().blocks.back().events.push_back(std::move(e));
    return *this;
  }
  summary::TranslationUnit unit_;
  std::uint32_t line_ = 0;
};

} // namespace burler::detect
