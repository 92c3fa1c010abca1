#include "rules/rule.h"
#include "detect/collectives.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

using detect::CollectiveBreach;

std::string name_of(const detect::Analysis& analysis, const detect::EventRef& r) {
  const summary::Event& e = analysis.events->event(r);
  return e.names.empty() ? "the collective" : analysis.program->symbols.text(e.names[0]);
}

void describe(const detect::Analysis& analysis, const CollectiveBreach& b, Finding& f) {
  switch (b.kind) {
  case CollectiveBreach::Kind::split:
    f.message = b.second ? "ranks on one side of a branch on the rank call " + f.subject.name +
                               " where the others call " + name_of(analysis, *b.second)
                         : f.subject.name + " is called by some ranks only: a branch on the rank decides";
    f.fix = "let every rank of the communicator come to the same collectives in the same order, or use a "
            "communicator of those ranks";
    return;
  case CollectiveBreach::Kind::two_orders:
    f.message =
        "two threads start collectives on two communicators in opposite order: each can wait for the other's";
    f.fix = "start them in one order everywhere, or together between ncclGroupStart and ncclGroupEnd";
    return;
  case CollectiveBreach::Kind::open_group:
    f.message = f.subject.name + " is not followed by its end on every way out of the function";
    f.fix = "end the group before every return";
    return;
  case CollectiveBreach::Kind::no_group:
    f.message = f.subject.name + " ends a group that was not begun on every way to it";
    f.fix = "begin and end the group under the same condition";
    return;
  }
}

class CollectiveOrder final : public Rule {
public:
  std::string id() const override { return "team/collective-order"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const CollectiveBreach& b : detect::find_collective_breaches(*analysis.events)) {
      Finding f;
      f.confidence = detect::confidence_of(b.belief);
      f.subject.name = name_of(analysis, b.first);
      f.sides = {detect::event_side(analysis, b.first, "collective")};
      if (b.second) f.sides.push_back(detect::event_side(analysis, *b.second, "collective"));
      for (const detect::EventRef& r : b.other)
        f.sides.push_back(detect::event_side(analysis, r, "collective"));
      describe(analysis, b, f);
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_team_collective_order() { return std::make_unique<CollectiveOrder>(); }

} // namespace burler::rules
