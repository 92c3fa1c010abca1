#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/member_order.h"
#include "detect/narrate.h"
#include "detect/part_order.h"

#include <algorithm>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::HandleKind;
using detect::Subject;
using summary::EventKind;

bool joins(const detect::EventIndex& index, const EventRef& r, const Subject& handle) {
  const EventKind kind = index.event(r).kind;
  return (kind == EventKind::join || kind == EventKind::await || kind == EventKind::assign) &&
         (index.thing(r) == handle || index.thing(index.event(r).dst, index.function(r).usr) == handle);
}

/// Joins in the destructor of the class and what it calls; a joining handle's own end is one of them.
std::size_t joins_in_destructor(const detect::EventIndex& index, const Subject& handle) {
  const summary::Function* destructor = detect::destructor_of(index.program(), handle.owner);
  if (destructor == nullptr) return 0;
  const auto body = index.closure_of(destructor->usr);
  return static_cast<std::size_t>(
      std::count_if(body.begin(), body.end(), [&](const EventRef& r) { return joins(index, r, handle); }));
}

class UsedAfterTeardown final : public Rule {
public:
  std::string id() const override { return "thread/used-after-teardown"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::MemberThread& thread : detect::member_threads(*analysis.events)) {
      later_members(analysis, thread, findings);
      freed_before_join(analysis, thread, findings);
      base_destructor(analysis, thread, findings);
    }
    late_parts(analysis, findings);
  }

private:
  /// jthread and future members join when they are destroyed: members declared after them are gone by then.
  static void later_members(const detect::Analysis& analysis, const detect::MemberThread& thread,
                            std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    if (thread.kind != HandleKind::joining && thread.kind != HandleKind::future) return;
    if (joins_in_destructor(index, thread.handle) > 1) return;
    const auto uses = detect::uses_of_later_members(index, thread, false);
    if (uses.empty()) return;
    const summary::Event& e = index.event(uses.front());
    Subject used = index.thing(uses.front());
    for (const AccessPath& p : e.operands)
      if (used.owner != thread.handle.owner) used = index.thing(p, index.function(uses.front()).usr);
    Finding f;
    f.confidence = thread.kind == HandleKind::joining ? Confidence::high : Confidence::medium;
    f.subject = detect::named_subject(analysis, used);
    f.sides = {detect::event_side(analysis, thread.fork, "fork"),
               detect::event_side(analysis, uses.front(), "read")};
    f.message =
        f.subject.name + " is destroyed before " + detect::subject_name(*analysis.facts, thread.handle) +
        " joins the thread that uses it: members are destroyed in the opposite order of their declaration";
    f.fix = "declare the thread after everything it uses, or stop and join it in the destructor's body";
    findings.push_back(std::move(f));
  }

  /// A part unregisters itself, when it ends, from something that has ended before it.
  static void late_parts(const detect::Analysis& analysis, std::vector<Finding>& findings) {
    for (const detect::LatePart& late : detect::find_late_parts(*analysis.events)) {
      Finding f;
      f.confidence = Confidence::medium;
      f.subject = detect::named_subject(analysis, late.used);
      f.sides = {detect::event_side(analysis, late.use, "call"),
                 detect::event_side(analysis, late.made, "alloc")};
      f.message = f.subject.name + " is destroyed before the parts in " +
                  detect::subject_name(*analysis.facts, late.part) +
                  ", whose destructor still uses it: members are destroyed in the opposite order of their "
                  "declaration, those of bases last";
      f.fix = "end the parts first in the destructor's body, or declare " + f.subject.name + " before them";
      findings.push_back(std::move(f));
    }
  }

  static void freed_before_join(const detect::Analysis& analysis, const detect::MemberThread& thread,
                                std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const summary::Function* destructor = detect::destructor_of(index.program(), thread.handle.owner);
    if (destructor == nullptr) return;
    const auto body = index.closure_of(index.event(thread.fork).callee);
    for (const EventRef& join : detect::joins_of(index, thread.fork)) {
      if (index.function(join).usr != destructor->usr) continue;
      index.walk_before(join, [&](const EventRef& r) {
        const summary::Event& e = index.event(r);
        if (joins(index, r, thread.handle)) return false;
        if (e.kind != EventKind::free && e.kind != EventKind::destroy) return true;
        const Subject freed = index.thing(r);
        if (freed.owner != thread.handle.owner || freed == thread.handle) return true;
        const auto use = std::find_if(body.begin(), body.end(), [&](const EventRef& u) {
          const EventKind kind = index.event(u).kind;
          return (kind == EventKind::read || kind == EventKind::write || kind == EventKind::call) &&
                 (index.thing(u) == freed ||
                  index.thing(index.event(u).self, index.function(u).usr) == freed);
        });
        if (use == body.end()) return true;
        Finding f;
        f.confidence = Confidence::high;
        f.subject = detect::named_subject(analysis, freed);
        f.sides = {detect::event_side(analysis, r, "free"), detect::event_side(analysis, *use, "read"),
                   detect::event_side(analysis, join, "join")};
        f.message = f.subject.name + " is freed before the thread that uses it is joined";
        f.fix = "stop and join the thread first, then free what it uses";
        findings.push_back(std::move(f));
        return true;
      });
    }
  }

  /// The base class's destructor joins, when the derived part that the thread calls into is gone already.
  static void base_destructor(const detect::Analysis& analysis, const detect::MemberThread& thread,
                              std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const summary::Program& program = index.program();
    if (joins_in_destructor(index, thread.handle) == 0) return;
    for (const EventRef& r : index.closure_of(index.event(thread.fork).callee)) {
      const summary::Event& e = index.event(r);
      if (e.kind != EventKind::call || !e.has(summary::flag_virtual)) continue;
      const AccessPath self = index.resolve(e.self, index.function(r).usr);
      if (self.root.kind != RootKind::self || !self.steps.empty()) continue;
      if (index.function(r).class_usr != thread.handle.owner) continue; // `this` is another object
      const auto overriders = program.overriders.find(e.callee);
      if (overriders == program.overriders.end()) continue;
      for (const std::uint32_t o : overriders->second) {
        const summary::Function& derived = program.functions[o];
        if (derived.class_usr == thread.handle.owner || stops(index, derived.class_usr, thread.handle))
          continue;
        Finding f;
        f.confidence = Confidence::high;
        f.subject = detect::named_subject(analysis, thread.handle);
        f.sides = {detect::event_side(analysis, r, "call"),
                   detect::event_side(analysis, thread.fork, "fork")};
        f.message = "the thread in " + f.subject.name + " calls " + program.symbols.text(derived.name) +
                    " virtually and is joined by the base class's destructor only: the derived part is "
                    "destroyed before";
        f.fix =
            "stop and join the thread in the derived class's destructor, or before the object is destroyed";
        findings.push_back(std::move(f));
        return;
      }
    }
  }

  static bool stops(const detect::EventIndex& index, Symbol derived, const Subject& handle) {
    const summary::Function* destructor = detect::destructor_of(index.program(), derived);
    if (destructor == nullptr) return false;
    // The implicit call of the base's destructor is the last thing; a stop of its own comes before it.
    const summary::Function* base = detect::destructor_of(index.program(), handle.owner);
    for (const summary::Block& b : destructor->blocks)
      for (const summary::Event& e : b.events) {
        if (e.kind == EventKind::join && index.thing(e.path, destructor->usr) == handle) return true;
        if (e.kind != EventKind::call || !e.callee || (base != nullptr && e.callee == base->usr)) continue;
        const auto inner = index.closure_of(e.callee);
        if (std::any_of(inner.begin(), inner.end(),
                        [&](const EventRef& r) { return joins(index, r, handle); }))
          return true;
      }
    return false;
  }
};

} // namespace

std::unique_ptr<Rule> make_thread_used_after_teardown() { return std::make_unique<UsedAfterTeardown>(); }

} // namespace burler::rules
