#include "rules/rule.h"
#include "detect/lock_narrate.h"

namespace burler::rules {
namespace {

class CallbackUnderLock final : public Rule {
public:
  std::string id() const override { return "deadlock/callback-under-lock"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::Stall& s : analysis.stalls) {
      if (s.wait.kind != summary::EventKind::call) continue;
      const std::string lock =
          detect::lock_name(*analysis.facts, detect::held_item(s.lock, LockMode::exclusive));
      Finding f;
      f.subject = {lock, "lock"};
      f.confidence = detect::confidence_of(s.belief);
      f.sides = detect::sides_of(analysis, s);
      f.message = "callback " + detect::path_name(*analysis.facts, s.wait.object) + " runs with " + lock +
                  " held, which " + (s.certain ? "it takes too" : "public methods of the class take too");
      f.fix = "copy the callback under the lock, release " + lock + ", then call it";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_callback_under_lock() { return std::make_unique<CallbackUnderLock>(); }

} // namespace burler::rules
