#include "rules/rule.h"
#include "detect/condition_use.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

using detect::AfterWait;

/// What the callers do with a wait that returns to them: an enclosing loop or test of theirs counts.
struct Callers {
  bool known = true;   ///< there is none that nobody can see
  bool tested = false; ///< one of them tests, so the others may call it for another purpose
};

AfterWait after_return(const detect::EventIndex& index, Symbol function, Callers& callers, int depth) {
  const auto& calls = index.callers(function);
  if (calls.empty() && index.forks_of(function).empty()) {
    const summary::Function* f = index.program().function(function);
    callers.known = callers.known && f != nullptr && f->has(summary::fn_main);
    return AfterWait::left;
  }
  AfterWait worst = calls.empty() ? AfterWait::left : AfterWait::tested;
  for (const detect::EventRef& call : calls) {
    AfterWait then = index.repeats(call) ? AfterWait::tested : detect::after_wait(index, call);
    if (then == AfterWait::left && depth < detect::EventIndex::deepest)
      then = after_return(index, index.function(call).usr, callers, depth + 1);
    callers.tested = callers.tested || then == AfterWait::tested;
    if (then != AfterWait::tested && worst != AfterWait::used) worst = then;
  }
  return worst;
}

bool judge(const detect::EventIndex& index, const detect::WaitSite& wait, Confidence& confidence) {
  if (wait.predicate) return false;
  const bool once = !wait.in_loop && wait.mutexes.size() == 1;
  AfterWait then = detect::after_wait(index, wait.at, once ? wait.mutexes.front() : detect::Subject{});
  if (then == AfterWait::tested) return false;
  confidence = wait.in_loop || wait.timed ? Confidence::medium : Confidence::high;
  if (then == AfterWait::left) {
    if (wait.in_loop) return false; // the loop comes round to its own test or waits again
    Callers callers;
    then = after_return(index, index.function(wait.at).usr, callers, 0);
    if (then == AfterWait::tested || wait.outside) return false;
    if (callers.tested) confidence = Confidence::medium;
    if (!callers.known) confidence = wait.state.empty() ? Confidence::medium : Confidence::low;
  }
  // A notification that comes again and again is not lost for long.
  for (const detect::EventRef& r : index.of(summary::EventKind::notify))
    if (index.thing(r) == wait.condition && index.repeats(r) && confidence == Confidence::high)
      confidence = Confidence::medium;
  if (wait.timed) confidence = Confidence::low;
  return true;
}

class WaitWithoutPredicate final : public Rule {
public:
  std::string id() const override { return "condvar/wait-without-predicate"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    for (const detect::WaitSite& wait : detect::find_waits(index)) {
      Finding f;
      if (!judge(index, wait, f.confidence)) continue;
      f.subject = detect::named_subject(analysis, wait.condition);
      f.sides.push_back(detect::event_side(analysis, wait.at, "wait"));
      f.message =
          f.subject.name +
          (wait.state.empty()
               ? " is waited for without any state to test: a notification sent before the wait is lost, "
                 "and a spurious wake-up is taken for one"
               : " is waited for without testing the state again after waking");
      f.fix = "give the wait a predicate, wait(lock, [&] { return ready; }), or test the state in a while "
              "loop around it";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_condvar_wait_without_predicate() {
  return std::make_unique<WaitWithoutPredicate>();
}

} // namespace burler::rules
