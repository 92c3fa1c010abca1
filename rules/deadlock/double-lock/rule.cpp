#include "rules/rule.h"
#include "detect/lock_narrate.h"

#include <algorithm>
#include <set>

namespace burler::rules {
namespace {

/// The way to the second acquisition enters one function twice. Such recursion is usually cut by an argument
/// ("do not create") that the analysis does not follow.
bool is_recursive(const Side& side) {
  std::set<std::string> entered{side.location.function};
  return std::any_of(side.stack.begin(), side.stack.end(),
                     [&](const SourcePlace& frame) { return !entered.insert(frame.function).second; });
}

class DoubleLock final : public Rule {
public:
  std::string id() const override { return "deadlock/double-lock"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::Facts& facts = *analysis.facts;
    for (const detect::DoubleLock& found : analysis.double_locks) {
      const detect::Acquisition& a = found.again;
      const std::string lock = detect::lock_name(facts, detect::held_item(found.lock, LockMode::exclusive));
      Finding f;
      f.subject = {lock, "lock"};
      Side side;
      side.kind = "acquire";
      side.path = detect::path_name(facts, found.lock);
      side.locks = detect::lock_names(facts, a.at.held);
      side.location = detect::place_of(analysis, a.origin.function, a.origin.place);
      side.stack = detect::stack_of(analysis, a.origin);
      f.sides.push_back(side);
      if (found.first != 0) f.sides.push_back(detect::side_of(analysis, found.first, ""));
      f.confidence = is_recursive(side) || found.doubtful ? Confidence::low
                     : found.gated                        ? Confidence::medium
                                                          : Confidence::high;
      f.message = lock + " is acquired while this thread already holds it";
      f.fix = "call a variant that expects the lock to be held, release it first, or use a recursive mutex";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_double_lock() { return std::make_unique<DoubleLock>(); }

} // namespace burler::rules
