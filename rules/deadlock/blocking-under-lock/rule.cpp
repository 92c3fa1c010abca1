#include "rules/rule.h"
#include "detect/lock_narrate.h"

namespace burler::rules {
namespace {

using summary::EventKind;

class BlockingUnderLock final : public Rule {
public:
  std::string id() const override { return "deadlock/blocking-under-lock"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::Stall& s : analysis.stalls) {
      if (s.wait.kind == EventKind::call || detect::is_interpreter_lock(*analysis.facts, s.lock)) continue;
      const std::string lock =
          detect::lock_name(*analysis.facts, detect::held_item(s.lock, LockMode::exclusive));
      const std::string what = detect::wait_name(*analysis.facts, s.wait);
      Finding f;
      f.subject = {lock, "lock"};
      f.confidence = detect::confidence_of(s.belief);
      f.sides = detect::sides_of(analysis, s);
      f.message = what + " with " + lock + " held" +
                  (s.certain ? ", which is needed to get there" : ", which other threads need");
      f.fix = s.certain ? "release " + lock + " before waiting"
                        : "wait first, or copy what is needed and release " + lock;
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_blocking_under_lock() { return std::make_unique<BlockingUnderLock>(); }

} // namespace burler::rules
