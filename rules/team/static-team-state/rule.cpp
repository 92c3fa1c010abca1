#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/pool_handover.h"

namespace burler::rules {
namespace {

class StaticTeamState final : public Rule {
public:
  std::string id() const override { return "team/static-team-state"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    if (analysis.teams->empty()) return;
    for (const detect::StaticTeamState& state : analysis.pools->static_states()) {
      Finding f;
      f.confidence = Confidence::medium;
      f.subject = detect::named_subject(analysis, index.thing(state.use));
      f.sides = {detect::event_side(analysis, state.use, "atomic-write"),
                 detect::event_side(analysis, state.reset, "write"),
                 detect::event_side(analysis, state.barrier, "barrier")};
      f.message = f.subject.name +
                  " is reset and counted by one team, but is one for all pools: a second team " +
                  "in the same function takes and resets the first one's count";
      f.fix = "keep it in the pool, beside the barrier";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_team_static_team_state() { return std::make_unique<StaticTeamState>(); }

} // namespace burler::rules
