#include "rules/rule.h"
#include "detect/condition_use.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

#include <map>

namespace burler::rules {
namespace {

class MixedMutexes final : public Rule {
public:
  std::string id() const override { return "condvar/mixed-mutexes"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    std::map<detect::Subject, std::vector<detect::WaitSite>> waits;
    for (detect::WaitSite& wait : detect::find_waits(*analysis.events))
      if (wait.mutexes.size() == 1) waits[wait.condition].push_back(std::move(wait));
    for (const auto& [condition, sites] : waits) {
      const detect::WaitSite* other = nullptr;
      for (const detect::WaitSite& site : sites)
        if (site.mutexes != sites.front().mutexes) other = &site;
      if (other != nullptr) findings.push_back(finding(analysis, condition, sites.front(), *other));
    }
  }

private:
  static Finding finding(const detect::Analysis& analysis, const detect::Subject& condition,
                         const detect::WaitSite& a, const detect::WaitSite& b) {
    Finding f;
    f.subject = detect::named_subject(analysis, condition);
    f.confidence = a.mutexes.front().owner == b.mutexes.front().owner ? Confidence::high : Confidence::medium;
    f.sides = {detect::event_side(analysis, a.at, "wait"), detect::event_side(analysis, b.at, "wait")};
    f.message = f.subject.name + " is waited for with " +
                detect::subject_name(*analysis.facts, a.mutexes.front()) + " here and with " +
                detect::subject_name(*analysis.facts, b.mutexes.front()) +
                " there: waits at the same time are undefined behaviour";
    f.fix =
        "wait for one condition variable with one mutex, the one that guards the awaited state; use a second "
        "condition variable for the other";
    return f;
  }
};

} // namespace

std::unique_ptr<Rule> make_condvar_mixed_mutexes() { return std::make_unique<MixedMutexes>(); }

} // namespace burler::rules
