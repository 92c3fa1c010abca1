#include "rules/rule.h"
#include "detect/lock_narrate.h"

#include <algorithm>
#include <set>

namespace burler::rules {
namespace {

/// Calls of Python's API are modelled as accesses to the interpreter, which its lock guards.
class GilMissing final : public Rule {
public:
  std::string id() const override { return "python/gil-missing"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::Facts& facts = *analysis.facts;
    std::set<std::pair<Symbol, summary::Place>> seen;
    for (const detect::Instance& i : analysis.accesses) {
      const detect::Thread::Kind kind = analysis.threads->threads()[i.thread].kind;
      const bool thread = kind == detect::Thread::Kind::forked || kind == detect::Thread::Kind::entry;
      if (!thread || !detect::is_interpreter(facts, i.path)) continue;
      const auto is_gil = [&](std::uint32_t item) {
        return detect::is_interpreter_lock(facts, detect::lock_of(item));
      };
      const auto& held = facts.sets[i.held];
      const auto& maybe = facts.sets[i.maybe];
      if (std::any_of(held.begin(), held.end(), is_gil)) continue;
      const bool doubtful = std::any_of(maybe.begin(), maybe.end(), [&](detect::PathId lock) {
        return detect::is_interpreter_lock(facts, lock);
      });
      if (!seen.emplace(i.access->origin.function, i.access->origin.place).second) continue;
      Finding f;
      f.subject = {"the Python interpreter", "state"};
      f.confidence = doubtful ? Confidence::low : Confidence::high;
      Side side = detect::side_of(analysis, i);
      side.kind = "call";
      f.sides.push_back(std::move(side));
      f.message = "Python's API is called by a thread that does not hold the GIL";
      f.fix = "take the GIL first: py::gil_scoped_acquire or PyGILState_Ensure";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_python_gil_missing() { return std::make_unique<GilMissing>(); }

} // namespace burler::rules
