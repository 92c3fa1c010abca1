#include "rules/rule.h"
#include "detect/declared_order.h"
#include "detect/lock_narrate.h"

#include <algorithm>

namespace burler::rules {
namespace {

void add(Finding& f, const Side& side) {
  const auto same = [&](const Side& s) { return s.location == side.location && s.path == side.path; };
  if (std::none_of(f.sides.begin(), f.sides.end(), same)) f.sides.push_back(side);
}

/// "Pool::list_mu before Pool::mu"
std::string chain_text(const detect::Analysis& analysis, const std::vector<detect::Subject>& locks) {
  std::string text;
  for (const detect::Subject& lock : locks)
    text += (text.empty() ? "" : " before ") + detect::subject_name(*analysis.facts, lock);
  return text;
}

Side declaration(const detect::Analysis& analysis, const detect::Subject& lock) {
  Side side;
  side.thread = "declaration";
  side.kind = "acquire";
  side.path = detect::subject_name(*analysis.facts, lock);
  side.location = detect::place_of(analysis, {}, detect::declaration_of(*analysis.program, lock));
  return side;
}

Finding finding_of(const detect::Analysis& analysis, const detect::OrderBreach& b) {
  Finding f;
  f.confidence = detect::confidence_of(b.belief);
  f.subject = {chain_text(analysis, b.declared), "lock order"};
  if (b.entry) {
    f.sides.push_back(detect::side_in(analysis, b.entry, "acquire", b.lock, b.held, b.origin));
    add(f, detect::side_of(analysis, b.hold, f.sides.front().thread));
    f.message = detect::subject_name(*analysis.facts, b.declared.front()) + " is taken while " +
                detect::subject_name(*analysis.facts, b.declared.back()) +
                " is held, against the declared order: " + f.subject.name;
    f.fix = "take them in the declared order, or correct the ACQUIRED_BEFORE and ACQUIRED_AFTER attributes";
    return f;
  }
  for (const detect::Subject& lock : b.declared)
    add(f, declaration(analysis, lock));
  f.message = "the declared lock order contradicts itself: " + f.subject.name;
  f.fix = "correct the ACQUIRED_BEFORE and ACQUIRED_AFTER attributes: an order has no cycle";
  return f;
}

class LockOrderCycle final : public Rule {
public:
  std::string id() const override { return "deadlock/lock-order-cycle"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::LockCycle& cycle : analysis.lock_cycles) {
      Finding f;
      if (!detect::report_cycle(analysis, cycle, false, f)) continue;
      f.fix =
          "take them in one order everywhere, together with std::scoped_lock, or release the first before "
          "taking the second";
      findings.push_back(std::move(f));
    }
    for (const detect::OrderBreach& b : detect::find_order_breaches(*analysis.facts))
      findings.push_back(finding_of(analysis, b));
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_lock_order_cycle() { return std::make_unique<LockOrderCycle>(); }

} // namespace burler::rules
