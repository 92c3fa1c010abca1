#include "rules/rule.h"
#include "detect/lazy_init.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

using detect::LazyInit;

Finding finding_of(const detect::Analysis& analysis, const LazyInit& init) {
  Finding f;
  f.confidence = detect::confidence_of(init.belief);
  f.subject.name =
      detect::subject_name(*analysis.facts, detect::subject_of(*analysis.facts, init.test->path));
  switch (init.kind) {
  case LazyInit::Kind::double_checked:
    f.message =
        f.subject.name + " is tested without the lock under which it is set (broken double-checked locking)";
    f.fix = "use std::call_once or a function-local static, or make it std::atomic, stored with release and "
            "loaded "
            "with acquire";
    break;
  case LazyInit::Kind::unguarded:
    f.message = f.subject.name + " is filled on first use, and two callers can both be the first";
    f.fix = "use std::call_once or a function-local static with an initialiser, or hold a lock from the test "
            "to the "
            "write";
    break;
  case LazyInit::Kind::lookup:
    f.message = f.subject.name + " is filled once, but read by operator[], which inserts a missing key";
    f.fix = "look keys up with find() or at(), which do not modify the map";
    break;
  }
  if (init.early) f.message += "; it is set before what it announces is complete";
  const auto side = [&](const detect::Access& a, const char* kind) {
    return detect::side_in(analysis, init.function, kind, a.path, a.at.held, a.origin);
  };
  f.sides = {side(*init.test, init.test->write ? "write" : "read")};
  if (init.set != init.test) f.sides.push_back(side(*init.set, "write"));
  return f;
}

class LazyInitialisation final : public Rule {
public:
  std::string id() const override { return "race/lazy-init"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const LazyInit& init : detect::find_lazy_inits(analysis))
      findings.push_back(finding_of(analysis, init));
  }
};

} // namespace

std::unique_ptr<Rule> make_race_lazy_init() { return std::make_unique<LazyInitialisation>(); }

} // namespace burler::rules
