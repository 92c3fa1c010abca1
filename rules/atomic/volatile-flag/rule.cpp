#include "rules/rule.h"
#include "detect/narrate.h"

#include <set>

namespace burler::rules {
namespace {

bool is_volatile(const detect::Instance& i) {
  return (i.access->flags & summary::flag_volatile) != 0 && !i.access->atomic;
}

class VolatileFlag final : public Rule {
public:
  std::string id() const override { return "atomic/volatile-flag"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    std::set<detect::Subject> told;
    for (const detect::Race& race : analysis.races) {
      if (!is_volatile(race.a) && !is_volatile(race.b)) continue;
      if (!told.insert(race.subject).second) continue;
      Finding f;
      // Pairs of volatile accesses are doubted by the votes: that is this rule's question.
      f.confidence = race.relation.assumed ? Confidence::low : Confidence::medium;
      f.subject.name = detect::subject_name(*analysis.facts, race.subject);
      f.sides = {detect::side_of(analysis, race.a), detect::side_of(analysis, race.b)};
      f.message = f.subject.name +
                  " is volatile and shared between threads: volatile neither makes accesses atomic nor "
                  "orders what is written before them";
      f.fix = "make it std::atomic, with release and acquire order when it announces other data";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_atomic_volatile_flag() { return std::make_unique<VolatileFlag>(); }

} // namespace burler::rules
