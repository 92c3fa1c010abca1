#include "rules/rule.h"
#include "detect/lock_narrate.h"

namespace burler::rules {
namespace {

class GilHeldBlocking final : public Rule {
public:
  std::string id() const override { return "python/gil-held-blocking"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const detect::Stall& s : analysis.stalls) {
      if (s.wait.kind == summary::EventKind::call || !detect::is_interpreter_lock(*analysis.facts, s.lock))
        continue;
      Finding f;
      f.subject = {"the Python GIL", "lock"};
      f.confidence = detect::confidence_of(s.belief);
      f.sides = detect::sides_of(analysis, s);
      f.message = detect::wait_name(*analysis.facts, s.wait) + " with the Python GIL held" +
                  (s.certain ? ", which is needed to get there" : ": no Python thread can run meanwhile");
      f.fix =
          "release the GIL around it: py::gil_scoped_release, py::call_guard<py::gil_scoped_release>() or "
          "Py_BEGIN_ALLOW_THREADS";
      findings.push_back(std::move(f));
    }
  }
};

} // namespace

std::unique_ptr<Rule> make_python_gil_held_blocking() { return std::make_unique<GilHeldBlocking>(); }

} // namespace burler::rules
