#include "rules/rule.h"
#include "detect/lock_narrate.h"
#include "detect/type_facts.h"

namespace burler::rules {
namespace {

class SuspendUnderLock final : public Rule {
public:
  std::string id() const override { return "deadlock/suspend-under-lock"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    detect::Facts& facts = *analysis.facts;
    for (const summary::Function& f : analysis.program->functions) {
      const auto summary = facts.summaries.find(f.usr);
      if (summary == facts.summaries.end()) continue;
      for (const detect::Wait& w : summary->second.suspensions)
        for (const detect::HoldId hold : facts.sets[w.holds])
          report(analysis, f, w, hold, findings);
    }
  }

private:
  /// Locks that only the thread that took them may give back.
  static bool belongs_to_thread(const detect::Facts& facts, detect::PathId lock) {
    const summary::Type* type = detect::declared_type(facts.program, facts.paths, facts.paths[lock]);
    if (type == nullptr) return false;
    const std::string& text = facts.program.symbols.text(type->spelling);
    return text.find("std::") != std::string::npos || text.find("pthread_") != std::string::npos;
  }

  static void report(const detect::Analysis& analysis, const summary::Function& f, const detect::Wait& w,
                     detect::HoldId id, std::vector<Finding>& findings) {
    const detect::Facts& facts = *analysis.facts;
    const detect::Hold& hold = facts.holds[id];
    const bool sure = facts.sets.contains(w.at.held, detect::held_item(hold.lock, hold.mode));
    const bool yields = facts.program.symbols.text(w.what) == "co_yield";
    const std::string lock = detect::lock_name(facts, detect::held_item(hold.lock, LockMode::exclusive));
    Finding out;
    out.subject = {lock, "lock"};
    out.confidence = !belongs_to_thread(facts, hold.lock) ? Confidence::low
                     : yields || !sure                    ? Confidence::medium
                                                          : Confidence::high;
    out.sides.push_back(detect::side_in(analysis, f.usr, "wait", hold.lock, w.at.held, w.origin));
    out.sides.push_back(detect::side_of(analysis, id, ""));
    out.message = facts.program.symbols.text(f.name) + " is suspended while it holds " + lock;
    out.fix = "release " + lock + " before " + facts.program.symbols.text(w.what);
    findings.push_back(std::move(out));
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_suspend_under_lock() { return std::make_unique<SuspendUnderLock>(); }

} // namespace burler::rules
