#include "rules/rule.h"

namespace burler::rules {
namespace {

class MissingPhaseBarrier final : public Rule {
public:
  std::string id() const override { return "team/missing-phase-barrier"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const openmp::Defect& defect : analysis.openmp)
      if (defect.kind == openmp::DefectKind::phase) findings.push_back(defect.finding);
  }
};

} // namespace

std::unique_ptr<Rule> make_team_missing_phase_barrier() { return std::make_unique<MissingPhaseBarrier>(); }

} // namespace burler::rules
