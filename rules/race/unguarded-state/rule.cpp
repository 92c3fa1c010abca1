#include "rules/rule.h"
#include "detect/race_finding.h"

namespace burler::rules {
namespace {

class UnguardedState final : public Rule {
public:
  std::string id() const override { return "race/unguarded-state"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::Race& race : analysis.races)
      if (!detect::is_tensor_race(analysis, race) && !detect::is_handle_race(race) &&
          !detect::is_library_state_race(race))
        findings.push_back(detect::race_finding(analysis, race));
    for (const openmp::Defect& defect : analysis.openmp)
      if (defect.kind == openmp::DefectKind::state) findings.push_back(defect.finding);
  }
};

} // namespace

std::unique_ptr<Rule> make_race_unguarded_state() { return std::make_unique<UnguardedState>(); }

} // namespace burler::rules
