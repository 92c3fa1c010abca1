#include "rules/rule.h"
#include "detect/condition_use.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

#include <algorithm>
#include <optional>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::PathId;
using summary::EventKind;

bool is_join(const summary::Event& e) { return e.kind == EventKind::join || e.kind == EventKind::await; }

bool joins_inside(const detect::EventIndex& index, const EventRef& r) {
  const summary::Event& e = index.event(r);
  if (is_join(e)) return true;
  if ((e.kind != EventKind::call && e.kind != EventKind::destroy) || !e.callee) return false;
  const auto inner = index.closure_of(e.callee);
  return std::any_of(inner.begin(), inner.end(), [&](const EventRef& i) { return is_join(index.event(i)); });
}

/// The place that ends the condition's life after the event: the end of the function that has it as a local
/// variable, or a delete. Nothing when threads are joined before on every way.
std::optional<EventRef> ended_after(const detect::EventIndex& index, const EventRef& from,
                                    const AccessPath& object) {
  std::optional<EventRef> end;
  const bool leaves = index.walk_after(from, [&](const EventRef& r) {
    const summary::Event& e = index.event(r);
    if (end || joins_inside(index, r)) return false;
    const bool gone = (e.kind == EventKind::free || e.kind == EventKind::destroy) &&
                      e.path.root == object.root && e.path.steps.size() <= object.steps.size() &&
                      std::equal(e.path.steps.begin(), e.path.steps.end(), object.steps.begin());
    if (gone && object.root.kind != RootKind::local) end = r;
    return !end;
  });
  if (end) return end;
  const bool owned = object.root.kind == RootKind::local && object.root.entity == index.function(from).usr &&
                     std::none_of(object.steps.begin(), object.steps.end(),
                                  [](const PathStep& s) { return s.kind == StepKind::deref; });
  const summary::Function& f = index.function(from);
  const bool by_destructor = f.has(summary::fn_destructor) && object.root.kind == RootKind::self;
  return leaves && (owned || by_destructor) ? std::optional<EventRef>(from) : std::nullopt;
}

/// The event as its callers see it: the calls that lead to it, with the object in their terms.
struct Seen {
  EventRef at;
  AccessPath object;
};

void add_callers(const detect::EventIndex& index, const Seen& inner, int depth, std::vector<Seen>& out) {
  out.push_back(inner);
  if (depth >= 2 || inner.object.root.kind != RootKind::self) return;
  for (const EventRef& call : index.callers(index.function(inner.at).usr)) {
    const summary::Event& e = index.event(call);
    if (!e.has_self && e.kind != EventKind::destroy) continue;
    AccessPath object = index.resolve(e.has_self ? e.self : e.path, index.function(call).usr);
    if (!object) continue;
    object.steps.insert(object.steps.end(), inner.object.steps.begin(), inner.object.steps.end());
    add_callers(index, {call, object}, depth + 1, out);
  }
}

bool holds(const detect::EventIndex& index, const EventRef& r, const detect::Subject& lock) {
  const detect::Locks held = index.held(r);
  return std::find(held.begin(), held.end(), lock) != held.end();
}

class NotifyThenDestroy final : public Rule {
public:
  std::string id() const override { return "condvar/notify-then-destroy"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    for (const detect::WaitSite& wait : detect::find_waits(index)) {
      if (wait.mutexes.size() != 1 || wait.state.empty()) continue;
      const Symbol function = index.function(wait.at).usr;
      std::vector<Seen> waits;
      add_callers(index, {wait.at, index.resolve(index.event(wait.at).path, function)}, 0, waits);
      for (const Seen& seen : waits)
        if (const auto end = ended_after(index, seen.at, seen.object))
          report(analysis, wait, seen, *end, findings);
    }
  }

private:
  /// Notifications of the same object by other threads, after the mutex was given back.
  static void report(const detect::Analysis& analysis, const detect::WaitSite& wait, const Seen& seen,
                     const EventRef& end, std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    for (const EventRef& r : index.of(EventKind::notify)) {
      if (index.thing(r) != wait.condition || holds(index, r, wait.mutexes.front())) continue;
      std::vector<Seen> notifies;
      const AccessPath object = index.resolve(index.event(r).path, index.function(r).usr);
      add_callers(index, {r, object}, 0, notifies);
      const bool local = seen.object.root.kind == RootKind::local;
      const bool same = std::any_of(notifies.begin(), notifies.end(), [&](const Seen& n) {
        if (n.at.function == seen.at.function) return false;
        return local ? n.object == seen.object : n.object.root.kind != RootKind::local;
      });
      if (!same) continue;
      Finding f;
      f.subject = detect::named_subject(analysis, wait.condition);
      f.confidence = local ? Confidence::high : Confidence::medium;
      f.sides = {detect::event_side(analysis, r, "notify"), detect::event_side(analysis, wait.at, "wait")};
      if (end != seen.at) f.sides.push_back(detect::event_side(analysis, end, "free"));
      f.message = f.subject.name + " is notified after " +
                  detect::subject_name(*analysis.facts, wait.mutexes.front()) +
                  " was released, when the waiter may have seen the state already and destroyed it";
      f.fix = "notify while holding the mutex, or keep the object alive (shared ownership, join the "
              "notifying thread)";
      findings.push_back(std::move(f));
      return;
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_condvar_notify_then_destroy() { return std::make_unique<NotifyThenDestroy>(); }

} // namespace burler::rules
