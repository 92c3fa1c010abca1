#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/team_barriers.h"

namespace burler::rules {
namespace {

Finding finding_of(const detect::Analysis& analysis, const detect::BarrierBreach& b) {
  const detect::EventIndex& index = *analysis.events;
  const summary::Function& f = index.function(b.barrier);
  const std::string asked = detect::path_name(*analysis.facts, analysis.facts->paths.intern(b.asked));
  Finding out;
  out.subject.name = "barrier in " + analysis.program->symbols.text(f.name);
  out.confidence = detect::confidence_of(b.belief);
  Side leaves = detect::event_side(analysis, b.barrier, "leave");
  leaves.path = asked;
  leaves.location = detect::place_of(analysis, f.usr, b.left);
  out.sides = {detect::event_side(analysis, b.barrier, "barrier"), std::move(leaves)};
  if (b.change) {
    out.sides.push_back(detect::event_side(analysis, *b.change, "write"));
    out.message = "threads of a team leave before this barrier when they see " + asked +
                  ", which one of them changes between the same two barriers: those that looked before the "
                  "change wait for ever";
    out.fix = "let every thread decide on a value that was written before the last barrier";
  } else {
    out.message = "not every thread of the team comes to this barrier: " + asked +
                  " differs between them, and some leave before it";
    out.fix = "let the threads without work pass the barrier too, or move it in front of the branch";
  }
  return out;
}

class DivergentBarrier final : public Rule {
public:
  std::string id() const override { return "team/divergent-barrier"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const openmp::Defect& defect : analysis.openmp)
      if (defect.kind == openmp::DefectKind::divergence) findings.push_back(defect.finding);
    for (const detect::BarrierBreach& b : detect::find_barrier_breaches(*analysis.events, *analysis.teams))
      findings.push_back(finding_of(analysis, b));
  }
};

} // namespace

std::unique_ptr<Rule> make_team_divergent_barrier() { return std::make_unique<DivergentBarrier>(); }

} // namespace burler::rules
