#include "rules/rule.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

class TransientStateRule final : public Rule {
public:
  std::string id() const override { return "race/transient-state"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const SymbolTable& symbols = analysis.program->symbols;
    for (const detect::TransientState& t : analysis.transient_states) {
      Finding f;
      f.confidence = detect::confidence_of(t.race.belief);
      f.subject.name = detect::subject_name(*analysis.facts, t.race.subject);
      f.message = f.subject.name + " is asserted to be " + symbols.text(t.demand->value) +
                  ", but another thread changes it and only changes it back in a later critical section: the "
                  "assertion can fail in between";
      f.sides = {detect::side_of(analysis, t.race.a), detect::side_of(analysis, t.race.b)};
      f.fix = "make both changes in one critical section, or hold around both a lock that the assertion "
              "takes too";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_race_transient_state() { return std::make_unique<TransientStateRule>(); }

} // namespace burler::rules
