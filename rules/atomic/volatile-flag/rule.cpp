#include "rules/rule.h"
#include "detect/narrate.h"

#include <set>

namespace burler::rules {
namespace {

bool is_volatile(const detect::Instance& i) {
  return (i.access->flags & summary::flag_volatile) != 0 && !i.access->atomic;
}

/// Read in a block that ends in a branch.
bool is_tested(const detect::EventIndex& index, const detect::Instance& i) {
  const auto known = index.program().function_index.find(i.access->origin.function);
  if (i.access->write || known == index.program().function_index.end()) return false;
  for (const summary::Block& b : index.program().functions[known->second].blocks)
    for (const summary::Event& e : b.events)
      if (b.successors.size() > 1 && e.kind == summary::EventKind::read && e.place == i.access->origin.place)
        return true;
  return false;
}

class VolatileFlag final : public Rule {
public:
  std::string id() const override { return "atomic/volatile-flag"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    std::set<std::pair<detect::Subject, bool>> told;
    for (const detect::Race& race : analysis.races) {
      if (!is_volatile(race.a) && !is_volatile(race.b)) continue;
      const bool tested = is_tested(*analysis.events, race.a) || is_tested(*analysis.events, race.b);
      if (!told.insert({race.subject, tested}).second) continue;
      Finding f;
      // Pairs of volatile accesses are doubted by the votes: that is this rule's question. It is sure of
      // flags only: what a branch or loop of the other thread tests.
      f.confidence = race.relation.assumed || !tested ? Confidence::low : Confidence::medium;
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
