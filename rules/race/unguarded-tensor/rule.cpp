#include "rules/rule.h"
#include "detect/race_finding.h"

namespace burler::rules {
namespace {

class UnguardedTensor final : public Rule {
public:
  std::string id() const override { return "race/unguarded-tensor"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::Race& race : analysis.races)
      if (detect::is_tensor_race(analysis, race) && !detect::is_handle_race(race))
        findings.push_back(detect::race_finding(analysis, race));
    for (const openmp::Defect& defect : analysis.openmp)
      if (defect.kind == openmp::DefectKind::tensor) findings.push_back(defect.finding);
  }
};

} // namespace

std::unique_ptr<Rule> make_race_unguarded_tensor() { return std::make_unique<UnguardedTensor>(); }

} // namespace burler::rules
