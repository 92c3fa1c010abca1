#include "rules/rule.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

Side side_of(const detect::Analysis& analysis, const detect::LockEdge& edge) {
  const detect::Acquisition& a = *edge.site.acquisition;
  Side side;
  side.thread = detect::thread_name(analysis, edge.site.thread);
  side.kind = "acquire";
  side.path = detect::path_name(*analysis.facts, edge.to);
  side.locks = detect::lock_names(*analysis.facts, edge.site.held);
  side.location = detect::place_of(analysis, a.origin.function, a.origin.place);
  side.stack = detect::stack_of(analysis, a.origin);
  return side;
}

class LockOrderCycle final : public Rule {
public:
  std::string id() const override { return "deadlock/lock-order-cycle"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::LockCycle& cycle : analysis.lock_cycles) {
      Finding f;
      f.confidence = detect::confidence_of(cycle.belief);
      for (const detect::LockEdge& edge : cycle.edges) {
        f.subject.name +=
            detect::lock_name(*analysis.facts, detect::held_item(edge.from, LockMode::exclusive)) + " -> ";
        f.sides.push_back(side_of(analysis, edge));
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
