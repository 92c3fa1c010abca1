#include "rules/rule.h"
#include "detect/lock_narrate.h"

#include <algorithm>

namespace burler::rules {
namespace {

void add(Finding& f, const Side& side) {
  const auto same = [&](const Side& s) { return s.location == side.location && s.path == side.path; };
  if (std::none_of(f.sides.begin(), f.sides.end(), same)) f.sides.push_back(side);
}

class LockOrderCycle final : public Rule {
public:
  std::string id() const override { return "deadlock/lock-order-cycle"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::LockCycle& cycle : analysis.lock_cycles) {
      Finding f;
      f.confidence = detect::confidence_of(cycle.belief);
      // First the acquisitions that wait for each other, then where each thread took what it holds.
      for (const detect::LockEdge& edge : cycle.edges) {
        f.subject.name +=
            detect::lock_name(*analysis.facts, detect::held_item(edge.from, LockMode::exclusive)) + " -> ";
        add(f, detect::side_of(analysis, edge));
      }
      for (const detect::LockEdge& edge : cycle.edges)
        add(f, detect::side_of(analysis, edge.hold, detect::thread_name(analysis, edge.site.thread)));
      for (const detect::LockEdge& edge : cycle.others) {
        add(f, detect::side_of(analysis, edge));
        add(f, detect::side_of(analysis, edge.hold, detect::thread_name(analysis, edge.site.thread)));
      }
      f.subject.name += detect::lock_name(*analysis.facts,
                                          detect::held_item(cycle.edges.front().from, LockMode::exclusive));
      f.subject.type = "lock order";
      f.message = "locks are taken in a cycle: " + f.subject.name;
      f.fix =
          "take them in one order everywhere, together with std::scoped_lock, or release the first before "
          "taking the second";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_lock_order_cycle() { return std::make_unique<LockOrderCycle>(); }

} // namespace burler::rules
