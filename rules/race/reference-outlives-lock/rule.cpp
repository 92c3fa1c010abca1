#include "rules/rule.h"
#include "detect/escaped_reference.h"
#include "detect/narrate.h"

namespace burler::rules {
namespace {

class ReferenceOutlivesLock final : public Rule {
public:
  std::string id() const override { return "race/reference-outlives-lock"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::Facts& facts = *analysis.facts;
    for (const detect::EscapedReference& e : detect::find_escaped_references(analysis)) {
      Finding f;
      f.confidence = detect::confidence_of(e.belief);
      f.subject.name = detect::subject_name(facts, detect::subject_of(facts, e.path));
      const std::string lock = detect::subject_name(facts, detect::subject_of(facts, e.lock));
      f.message = (e.storage ? "the returned tensor shares its storage with " : "the result refers to ") +
                  f.subject.name + ", which " + lock + " guards, and is used after the lock is given back";
      f.sides = {detect::side_in(analysis, e.function, "return", e.path, 0, {e.function, e.place, 0}),
                 detect::side_of(analysis, *e.other)};
      f.fix = e.storage ? "return a copy of the data (clone), or let the caller hold " + lock
                        : "return a copy, or run the caller's code under " + lock +
                              " (pass a function), or return a "
                              "shared_ptr to an object that no longer changes";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_race_reference_outlives_lock() {
  return std::make_unique<ReferenceOutlivesLock>();
}

} // namespace burler::rules
