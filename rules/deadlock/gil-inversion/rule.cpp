#include "rules/rule.h"
#include "detect/lock_narrate.h"

namespace burler::rules {
namespace {

class GilInversion final : public Rule {
public:
  std::string id() const override { return "deadlock/gil-inversion"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::LockCycle& cycle : analysis.lock_cycles) {
      Finding f;
      if (!detect::report_cycle(analysis, cycle, true, f)) continue;
      f.fix = "release the GIL before taking the other lock, or take the GIL before it everywhere";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_gil_inversion() { return std::make_unique<GilInversion>(); }

} // namespace burler::rules
