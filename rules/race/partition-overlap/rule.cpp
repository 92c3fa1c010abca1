#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/team_shares.h"

namespace burler::rules {
namespace {

class PartitionOverlap final : public Rule {
public:
  std::string id() const override { return "race/partition-overlap"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const openmp::Defect& defect : analysis.openmp)
      if (defect.kind == openmp::DefectKind::partition) findings.push_back(defect.finding);
    for (const detect::ForeignRow& row : detect::find_foreign_rows(*analysis.events, *analysis.teams))
      findings.push_back(of_row(analysis, row));
  }

private:
  static Finding of_row(const detect::Analysis& analysis, const detect::ForeignRow& row) {
    Finding f;
    f.confidence = Confidence::medium;
    f.subject = detect::named_subject(analysis, analysis.events->thing(row.read));
    f.sides = {detect::event_side(analysis, row.read, "read"),
               detect::event_side(analysis, row.write, "write")};
    f.sides[1].path = detect::path_name(*analysis.facts, analysis.facts->paths.intern(row.written));
    f.message = "each thread writes its rows of " + f.subject.name + ", but this read leaves out " +
                row.left_out + ": it names a row of the first part, which another thread may be writing";
    f.fix = "use all parts of the row's number, as the write does";
    return f;
  }
};

} // namespace

std::unique_ptr<Rule> make_race_partition_overlap() { return std::make_unique<PartitionOverlap>(); }

} // namespace burler::rules
