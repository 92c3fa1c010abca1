#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/member_order.h"
#include "detect/narrate.h"

#include <algorithm>
#include <optional>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::Subject;
using summary::EventKind;

Subject used_member(const detect::EventIndex& index, const EventRef& use, Symbol owner) {
  const summary::Event& e = index.event(use);
  Subject s = index.thing(use);
  for (const AccessPath& p : e.operands)
    if (s.owner != owner) s = index.thing(p, index.function(use).usr);
  return s;
}

/// The thread first waits for something that the constructor may signal when all is ready.
bool waits_first(const detect::EventIndex& index, Symbol entry) {
  const auto body = index.closure_of(entry);
  return std::any_of(body.begin(), body.end(),
                     [&](const EventRef& r) { return index.event(r).kind == EventKind::await; });
}

class StartedBeforeReady final : public Rule {
public:
  std::string id() const override { return "thread/started-before-ready"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    for (const detect::MemberThread& thread : detect::member_threads(index)) {
      if (!index.function(thread.fork).has(summary::fn_constructor)) continue;
      if (thread.in_initialiser) later_members(analysis, thread, findings);
      virtual_calls(analysis, thread, findings);
    }
  }

private:
  static void later_members(const detect::Analysis& analysis, const detect::MemberThread& thread,
                            std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const auto uses = detect::uses_of_later_members(index, thread, true);
    if (uses.empty()) return;
    Finding f;
    f.confidence = waits_first(index, index.event(thread.fork).callee) ? Confidence::low : Confidence::high;
    f.subject = detect::named_subject(analysis, used_member(index, uses.front(), thread.handle.owner));
    f.sides = {detect::event_side(analysis, thread.fork, "fork"),
               detect::event_side(analysis, uses.front(), use_kind(index.event(uses.front())))};
    f.message = "the thread in " + detect::subject_name(*analysis.facts, thread.handle) +
                " is started before " + f.subject.name +
                " is initialised, which it uses: members are initialised in the order they are declared";
    f.fix = "declare the thread as the last member, or start it in the constructor's body";
    findings.push_back(std::move(f));
  }

  static void virtual_calls(const detect::Analysis& analysis, const detect::MemberThread& thread,
                            std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    for (const EventRef& r : index.closure_of(index.event(thread.fork).callee)) {
      const summary::Event& e = index.event(r);
      if (e.kind != EventKind::call || !e.has(summary::flag_virtual)) continue;
      const AccessPath self = index.resolve(e.self, index.function(r).usr);
      if (self.root.kind != RootKind::self || !self.steps.empty()) continue;
      if (index.function(r).class_usr != thread.handle.owner && !index.function(r).has(summary::fn_lambda))
        continue;
      const auto overriders = index.program().overriders.find(e.callee);
      if (overriders == index.program().overriders.end() || overriders->second.empty()) continue;
      Finding f;
      f.confidence = Confidence::high;
      f.subject = detect::named_subject(analysis, thread.handle);
      f.sides = {detect::event_side(analysis, thread.fork, "fork"), detect::event_side(analysis, r, "call")};
      const summary::Function& derived = index.program().functions[overriders->second.front()];
      f.message = "the thread in " + f.subject.name + " is started by a base class's constructor and calls " +
                  index.program().symbols.text(derived.name) +
                  " virtually: the derived object is not made yet";
      f.fix = "start the thread after construction, in a start() that the complete object's maker calls";
      findings.push_back(std::move(f));
      return;
    }
  }

  static std::string use_kind(const summary::Event& e) {
    switch (e.kind) {
    case EventKind::read:
      return "read";
    case EventKind::write:
      return "write";
    case EventKind::atomic:
      return e.op == AtomicOp::load ? "atomic-read" : "atomic-write";
    case EventKind::cond_wait:
      return "wait";
    default:
      return "acquire";
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_thread_started_before_ready() { return std::make_unique<StartedBeforeReady>(); }

} // namespace burler::rules
