#include "detect/member_order.h"

#include <algorithm>

namespace burler::detect {

using summary::EventKind;

namespace {

constexpr std::uint32_t with_life = summary::type_lock | summary::type_condition | summary::type_container |
                                    summary::type_owns_buffer | summary::type_shares_storage |
                                    summary::type_sync | summary::type_callable | summary::type_class;

/// The class whose object the thread runs on: `this` of the starting function.
bool runs_on_this(const EventIndex& index, const EventRef& fork) {
  const summary::Event& e = index.event(fork);
  if (e.has_self && e.self.root.kind == RootKind::self) return true;
  for (const EventRef& r : index.of(EventKind::closure)) {
    const summary::Event& made = index.event(r);
    if (r.function != fork.function || made.callee != e.callee) continue;
    return std::any_of(made.operands.begin(), made.operands.end(),
                       [](const AccessPath& p) { return p.root.kind == RootKind::self; });
  }
  return false;
}

HandleKind kind_of(const summary::Program& program, const summary::Field& field) {
  const std::string& name = program.symbols.text(field.type.spelling);
  const auto has = [&](const char* word) { return name.find(word) != std::string::npos; };
  if (field.type.has(summary::type_pointer)) return HandleKind::none;
  return has("jthread")       ? HandleKind::joining
         : has("future")      ? HandleKind::future
         : has("std::thread") ? HandleKind::plain
                              : HandleKind::none;
}

/// Something in the constructor gives the member its value.
bool has_initialiser(const EventIndex& index, const EventRef& fork, const Subject& member) {
  bool found = false;
  index.walk_after(fork, [&](const EventRef& r) {
    const summary::Event& e = index.event(r);
    if (e.kind == EventKind::write || e.kind == EventKind::atomic) found = found || index.thing(r) == member;
    return !found;
  });
  return found;
}

} // namespace

std::vector<MemberThread> member_threads(const EventIndex& index) {
  std::vector<MemberThread> out;
  for (const EventRef& fork : index.of(EventKind::fork)) {
    const summary::Event& e = index.event(fork);
    const summary::Function& f = index.function(fork);
    if (!e.callee || !f.class_usr || !runs_on_this(index, fork)) continue;
    MemberThread thread{fork, handle_of(index, fork), HandleKind::none, false};
    const summary::Field* field = index.program().field(thread.handle.owner, thread.handle.name);
    if (field == nullptr || thread.handle.owner != f.class_usr) continue;
    thread.kind = kind_of(index.program(), *field);
    if (thread.kind == HandleKind::none) continue;
    thread.in_initialiser =
        f.has(summary::fn_constructor) && e.dst.root.kind == RootKind::self && e.dst.steps.size() == 1;
    out.push_back(thread);
  }
  return out;
}

std::vector<EventRef> uses_of_later_members(const EventIndex& index, const MemberThread& thread,
                                            bool at_start) {
  std::vector<EventRef> out;
  std::set<Subject> told;
  const int first = field_number(index.program(), thread.handle);
  for (const EventRef& r : index.closure_of(index.event(thread.fork).callee)) {
    const summary::Event& e = index.event(r);
    std::vector<AccessPath> used{e.path};
    if (e.kind == EventKind::guard_init) used = e.operands;
    const bool uses = e.kind == EventKind::read || e.kind == EventKind::write ||
                      e.kind == EventKind::atomic || e.kind == EventKind::acquire ||
                      e.kind == EventKind::guard_init || e.kind == EventKind::cond_wait;
    if (!uses) continue;
    for (const AccessPath& path : used) {
      const Subject s = index.thing(path, index.function(r).usr);
      if (s.owner != thread.handle.owner || field_number(index.program(), s) <= first || told.contains(s))
        continue;
      const summary::Type& type = index.program().field(s.owner, s.name)->type;
      const bool reference = type.has(summary::type_reference) ||
                             (type.has(summary::type_pointer) && !type.has(summary::type_shares_storage) &&
                              !type.has(summary::type_owns_buffer));
      const bool lives =
          (type.flags & with_life) != 0 && !reference && (at_start || !type.has(summary::type_atomic));
      if (!lives && !(at_start && has_initialiser(index, thread.fork, s))) continue;
      told.insert(s);
      out.push_back(r);
    }
  }
  return out;
}

} // namespace burler::detect
