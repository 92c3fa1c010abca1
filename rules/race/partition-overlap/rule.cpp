#include "rules/rule.h"

namespace burler::rules {
namespace {

class PartitionOverlap final : public Rule {
public:
  std::string id() const override { return "race/partition-overlap"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const openmp::Defect& defect : analysis.openmp)
      if (defect.kind == openmp::DefectKind::partition) findings.push_back(defect.finding);
  }
};

} // namespace

std::unique_ptr<Rule> make_race_partition_overlap() { return std::make_unique<PartitionOverlap>(); }

} // namespace burler::rules
