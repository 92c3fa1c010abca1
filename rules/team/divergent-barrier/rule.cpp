#include "rules/rule.h"

namespace burler::rules {
namespace {

class DivergentBarrier final : public Rule {
public:
  std::string id() const override { return "team/divergent-barrier"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const openmp::Defect& defect : analysis.openmp)
      if (defect.kind == openmp::DefectKind::divergence) findings.push_back(defect.finding);
  }
};

} // namespace

std::unique_ptr<Rule> make_team_divergent_barrier() { return std::make_unique<DivergentBarrier>(); }

} // namespace burler::rules
