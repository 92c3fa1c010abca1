#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/thread_life.h"

#include <algorithm>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::HandleKind;
using summary::EventKind;

bool mentions(const detect::EventIndex& index, const EventRef& r, const detect::Subject& handle) {
  const summary::Event& e = index.event(r);
  const Symbol function = index.function(r).usr;
  const auto is = [&](const AccessPath& p) { return p && index.thing(p, function) == handle; };
  switch (e.kind) {
  case EventKind::join:
  case EventKind::await:
  case EventKind::detach:
  case EventKind::assign:
  case EventKind::ret:
    return is(e.path);
  case EventKind::call:
  case EventKind::construct:
  case EventKind::closure:
    return std::any_of(e.operands.begin(), e.operands.end(), is);
  default:
    return false;
  }
}

bool is_settled_anywhere(const detect::EventIndex& index, const detect::Subject& handle) {
  for (const EventKind kind : {EventKind::join, EventKind::await, EventKind::detach, EventKind::assign,
                               EventKind::ret, EventKind::call, EventKind::construct, EventKind::closure})
    for (const EventRef& r : index.of(kind))
      if (mentions(index, r, handle)) return true;
  return false;
}

/// An object of the class is a variable or a member by value somewhere: its destructor runs.
bool is_destroyed(const summary::Program& program, Symbol class_usr) {
  if (detect::destructor_of(program, class_usr) != nullptr) return true;
  const auto by_value = [&](const summary::Type& t) {
    return t.class_usr == class_usr && !t.has(summary::type_pointer) && !t.has(summary::type_reference);
  };
  for (const summary::Function& f : program.functions)
    for (const summary::Variable& v : f.locals)
      if (v.name && by_value(v.type)) return true;
  for (const summary::Class& c : program.classes)
    for (const summary::Field& f : c.fields)
      if (by_value(f.type)) return true;
  return std::any_of(program.globals.begin(), program.globals.end(),
                     [&](const summary::Global& g) { return by_value(g.type); });
}

class NotJoined final : public Rule {
public:
  std::string id() const override { return "thread/not-joined"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    for (const EventRef& fork : index.of(EventKind::fork)) {
      const summary::Event& e = index.event(fork);
      if (!e.dst || e.has(summary::flag_detached) || e.has(summary::flag_scoped)) continue;
      if (e.dst.root.kind == RootKind::local)
        local(analysis, fork, findings);
      else
        member(analysis, fork, detect::handle_of(index, fork), findings);
    }
  }

private:
  static void local(const detect::Analysis& analysis, const EventRef& fork, std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const summary::Function& f = index.function(fork);
    const HandleKind kind = detect::handle_kind(index, index.event(fork).dst);
    if (kind != HandleKind::plain && kind != HandleKind::posix) return;
    const detect::LocalHandle life = detect::follow_handle(index, fork);
    if (const detect::Subject moved = detect::handle_of(index, fork);
        moved.owner && life.settled_somewhere && !life.left)
      return member(analysis, fork, moved, findings);
    if (!life.left && !(life.overwritten && kind == HandleKind::posix && !life.settled_somewhere)) return;
    Confidence confidence = Confidence::high;
    // Where the start is under a condition too, both conditions may be one.
    if (life.settled_somewhere && index.cfg(fork.function).conditional(fork.block))
      confidence = Confidence::low;
    if (kind == HandleKind::posix) {
      confidence =
          f.has(summary::fn_main) || confidence == Confidence::low ? Confidence::low : Confidence::medium;
    }
    report(analysis, fork, confidence,
           life.settled_somewhere ? "is neither joined nor detached on some way out of the function"
                                  : "is neither joined nor detached",
           kind, findings);
  }

  static void member(const detect::Analysis& analysis, const EventRef& fork, const detect::Subject& handle,
                     std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const summary::Field* field = index.program().field(handle.owner, handle.name);
    if (field == nullptr) return;
    const std::string& type = index.program().symbols.text(field->type.spelling);
    const bool plain =
        type.find("std::thread") != std::string::npos && !field->type.has(summary::type_pointer);
    if (!plain || is_settled_anywhere(index, handle)) return;
    const bool destroyed = is_destroyed(index.program(), handle.owner);
    report(analysis, fork, destroyed ? Confidence::high : Confidence::medium,
           "is neither joined nor detached anywhere", HandleKind::plain, findings);
  }

  static void report(const detect::Analysis& analysis, const EventRef& fork, Confidence confidence,
                     const std::string& what, HandleKind kind, std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    Finding f;
    f.confidence = confidence;
    f.subject = detect::named_subject(analysis, detect::handle_of(index, fork));
    if (f.subject.name.empty()) f.subject.name = "the thread";
    f.sides.push_back(detect::event_side(analysis, fork, "fork"));
    f.message = f.subject.name + " " + what +
                (kind == HandleKind::plain ? ": its destructor ends the program (std::terminate)"
                                           : ": its stack and result are never given back");
    f.fix = kind == HandleKind::plain
                ? "join it on every way out, or use std::jthread, which joins in its destructor"
                : "pthread_join it, or pthread_detach it when nobody needs its end";
    findings.push_back(std::move(f));
  }
};

} // namespace

std::unique_ptr<Rule> make_thread_not_joined() { return std::make_unique<NotJoined>(); }

} // namespace burler::rules
