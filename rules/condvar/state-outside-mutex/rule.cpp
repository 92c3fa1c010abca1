#include "rules/rule.h"
#include "detect/condition_use.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

#include <algorithm>
#include <map>
#include <optional>

namespace burler::rules {
namespace {

using detect::EventRef;
using summary::EventKind;

bool takes(const detect::EventIndex& index, const EventRef& r, const detect::Subject& mutex) {
  const summary::Event& e = index.event(r);
  const Symbol function = index.function(r).usr;
  if (e.kind == EventKind::acquire) return index.thing(e.path, function) == mutex;
  if (e.kind == EventKind::guard_lock || e.kind == EventKind::guard_init) {
    const auto& locks = e.kind == EventKind::guard_init ? e.operands : std::vector<AccessPath>{e.dst};
    return std::any_of(locks.begin(), locks.end(), [&](const AccessPath& lock) {
      const auto taken = e.kind == EventKind::guard_init ? detect::Locks{index.thing(lock, function)}
                                                         : index.locks_of_operand(r, lock);
      return std::find(taken.begin(), taken.end(), mutex) != taken.end();
    });
  }
  return false;
}

bool takes_inside(const detect::EventIndex& index, const EventRef& r, const detect::Subject& mutex) {
  if (takes(index, r, mutex)) return true;
  const summary::Event& e = index.event(r);
  if (e.kind != EventKind::call || !e.callee) return false;
  const auto inner = index.closure_of(e.callee);
  return std::any_of(inner.begin(), inner.end(), [&](const EventRef& i) { return takes(index, i, mutex); });
}

/// After the destructor of the condition's own object there is nobody left to notify.
bool ends_condition(const detect::EventIndex& index, const EventRef& r, const detect::WaitSite& wait) {
  const summary::Function& f = index.function(r);
  return f.has(summary::fn_destructor) && f.class_usr == wait.condition.owner;
}

/// The notification that follows the write with the mutex never taken in between. The next function out is
/// searched too when the writing one ends first.
std::optional<EventRef> notified_unlocked(const detect::EventIndex& index, const EventRef& write,
                                          const detect::WaitSite& wait, int depth) {
  std::optional<EventRef> found;
  const bool left = index.walk_after(write, [&](const EventRef& r) {
    if (found || takes_inside(index, r, wait.mutexes.front())) return false;
    if (detect::notifies(index, r, wait.condition)) found = r;
    return !found;
  });
  if (found || !left || depth >= 2 || ends_condition(index, write, wait)) return found;
  for (const EventRef& call : index.callers(index.function(write).usr))
    if (auto outer = notified_unlocked(index, call, wait, depth + 1)) return outer;
  return found;
}

bool sets_up(const detect::EventIndex& index, const EventRef& write, const detect::Subject& state) {
  const summary::Function& f = index.function(write);
  return index.event(write).has(summary::flag_init) ||
         (f.has(summary::fn_constructor) && f.class_usr == state.owner);
}

Confidence confidence_of(const detect::Analysis& analysis, const detect::WaitSite& wait,
                         const EventRef& write, const detect::Subject& state, bool& possible) {
  detect::Meeting best = detect::Meeting::never;
  bool asked = false;
  for (const EventRef& test : wait.tests)
    if (analysis.events->thing(test) == state) {
      best = std::max(best, detect::meeting(analysis, test, write));
      asked = true;
    }
  possible = !asked || best != detect::Meeting::never;
  if (wait.timed) return Confidence::low;
  if (!asked || best == detect::Meeting::unknown) return Confidence::medium;
  return state.owner == wait.condition.owner ? Confidence::high : Confidence::medium;
}

class StateOutsideMutex final : public Rule {
public:
  std::string id() const override { return "condvar/state-outside-mutex"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    std::map<detect::Subject, std::vector<EventRef>> writes;
    for (const EventKind kind : {EventKind::write, EventKind::atomic})
      for (const EventRef& r : index.of(kind))
        if (kind == EventKind::write || index.event(r).op != AtomicOp::load)
          if (const detect::Subject s = index.thing(r); s != detect::Subject{}) writes[s].push_back(r);
    for (const detect::WaitSite& wait : detect::find_waits(index)) {
      if (wait.mutexes.size() != 1) continue;
      for (const detect::Subject& state : wait.state)
        if (const auto known = writes.find(state); known != writes.end())
          for (const EventRef& write : known->second)
            report(analysis, wait, state, write, findings);
    }
  }

private:
  static void report(const detect::Analysis& analysis, const detect::WaitSite& wait,
                     const detect::Subject& state, const EventRef& write, std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    if (write.function == wait.at.function || sets_up(index, write, state)) return;
    const detect::Locks held = index.held(write);
    if (std::find(held.begin(), held.end(), wait.mutexes.front()) != held.end()) return;
    const auto notify = notified_unlocked(index, write, wait, 0);
    if (!notify) return;
    bool possible = true;
    Finding f;
    f.confidence = confidence_of(analysis, wait, write, state, possible);
    if (!possible) return;
    f.subject = detect::named_subject(analysis, state);
    const std::string mutex = detect::subject_name(*analysis.facts, wait.mutexes.front());
    f.sides = {detect::event_side(analysis, write, "write"), detect::event_side(analysis, wait.at, "wait"),
               detect::event_side(analysis, *notify, "notify")};
    f.message =
        f.subject.name + " is changed without " + mutex + ", under which " +
        detect::subject_name(*analysis.facts, wait.condition) +
        " is waited for: the notification can fall between the waiter's test and its wait and is lost";
    f.fix = "change it while holding " + mutex +
            ", also when it is atomic; the notification may come after unlocking";
    findings.push_back(std::move(f));
  }
};

} // namespace

std::unique_ptr<Rule> make_condvar_state_outside_mutex() { return std::make_unique<StateOutsideMutex>(); }

} // namespace burler::rules
