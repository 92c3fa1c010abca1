#include "rules/rule.h"
#include "detect/atomicity.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

class CheckThenAct final : public Rule {
public:
  std::string id() const override { return "race/check-then-act"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::Facts& facts = *analysis.facts;
    for (const detect::StaleDecision& s : detect::find_stale_decisions(analysis)) {
      Finding f;
      f.confidence = detect::confidence_of(s.belief);
      f.subject.name = detect::subject_name(facts, detect::subject_of(facts, s.act->path));
      const std::string lock = detect::subject_name(facts, detect::subject_of(facts, s.lock));
      f.message = f.subject.name + " is tested and then changed under " + lock +
                  ", but the lock is given back in between: the decision may be stale";
      f.sides = {detect::side_in(analysis, s.function, "read", s.test->path, s.test->at.held, s.test->origin),
                 detect::side_in(analysis, s.function, "write", s.act->path, s.act->at.held, s.act->origin)};
      f.fix =
          "test and act within one critical section, or test again after taking " + lock + " the second time";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_race_check_then_act() { return std::make_unique<CheckThenAct>(); }

} // namespace burler::rules
