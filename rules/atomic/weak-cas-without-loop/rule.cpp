#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

#include <algorithm>

namespace burler::rules {
namespace {

using detect::EventRef;

enum class Retry { all, some, unknown };

/// Whether the callers come back to the function: a failure that is returned to a loop is tried again.
Retry retried(const detect::EventIndex& index, const EventRef& r, int depth) {
  if (index.repeats(r)) return Retry::all;
  const auto& calls = index.callers(index.function(r).usr);
  if (calls.empty() || depth >= detect::EventIndex::deepest)
    return index.forks_of(index.function(r).usr).empty() && !index.function(r).has(summary::fn_main)
               ? Retry::unknown
               : Retry::some;
  Retry all = Retry::all;
  for (const EventRef& call : calls) {
    const Retry one = retried(index, call, depth + 1);
    if (one == Retry::some) return one;
    if (one == Retry::unknown) all = one;
  }
  return all;
}

class WeakCasWithoutLoop final : public Rule {
public:
  std::string id() const override { return "atomic/weak-cas-without-loop"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    for (const EventRef& r : index.of(summary::EventKind::atomic)) {
      if (index.event(r).op != AtomicOp::compare_exchange_weak) continue;
      if (index.repeats(r)) continue;
      const auto& block = index.function(r).blocks[r.block];
      const bool decides = block.successors.size() > 1 && r.index + 1 == block.events.size();
      const Retry retry = retried(index, r, 0);
      if (retry == Retry::all) continue;
      Finding f;
      f.confidence = retry == Retry::unknown ? Confidence::low
                     : decides               ? Confidence::high
                                             : Confidence::medium;
      // A test whose two sides are both short ways back to an unseen caller is that caller's business.
      if (decides && retry == Retry::unknown && does_work_after(index, r)) f.confidence = Confidence::medium;
      f.subject = detect::named_subject(analysis, index.thing(r));
      f.sides.push_back(detect::event_side(analysis, r, "atomic-write"));
      f.message = "compare_exchange_weak on " + f.subject.name +
                  " is not repeated: it may fail although the value was the expected one";
      f.fix = "use compare_exchange_strong, or repeat it in a loop";
      findings.push_back(std::move(f));
    }
  }

private:
  static bool does_work_after(const detect::EventIndex& index, const EventRef& r) {
    bool works = false;
    index.walk_after(r, [&](const EventRef& next) {
      const auto kind = index.event(next).kind;
      works = works || kind == summary::EventKind::call || kind == summary::EventKind::write ||
              kind == summary::EventKind::atomic;
      return !works;
    });
    return works;
  }
};

} // namespace

std::unique_ptr<Rule> make_atomic_weak_cas_without_loop() { return std::make_unique<WeakCasWithoutLoop>(); }

} // namespace burler::rules
