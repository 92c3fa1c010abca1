#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/pool_handover.h"

namespace burler::rules {
namespace {

class AfterLastBarrier final : public Rule {
public:
  std::string id() const override { return "team/after-last-barrier"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    if (analysis.teams->empty()) return;
    for (const detect::LateRead& late : analysis.pools->late_reads()) {
      Finding f;
      f.confidence = Confidence::medium;
      f.subject = detect::named_subject(analysis, index.thing(late.read));
      f.sides = {detect::event_side(analysis, late.read, "read"),
                 detect::event_side(analysis, late.barrier, "barrier"),
                 detect::event_side(analysis, late.lent, "write"),
                 detect::event_side(analysis, late.call, "leave")};
      f.message = f.subject.name +
                  " is read after the team's last barrier: the caller that lent the object " +
                  "to the team may have returned by then";
      f.fix = "put a barrier behind the last use, or copy the value before the last barrier";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_team_after_last_barrier() { return std::make_unique<AfterLastBarrier>(); }

} // namespace burler::rules
