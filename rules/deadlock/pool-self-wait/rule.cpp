#include "rules/rule.h"
#include "detect/event_side.h"
#include "detect/narrate.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::rules {
namespace {

using detect::EventRef;
using summary::EventKind;

/// A callable given to a method of a class that starts threads.
struct Submission {
  EventRef at;
  Symbol task; ///< code of the callable
  Symbol pool; ///< the class
};

class PoolSelfWait final : public Rule {
public:
  std::string id() const override { return "deadlock/pool-self-wait"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& events = *analysis.events;
    const std::vector<Submission> all = submissions(analysis, pools(analysis));
    for (const Submission& outer : all) {
      std::set<std::uint32_t> runs; // functions that run as part of the task
      for (const EventRef& r : events.closure_of(outer.task))
        runs.insert(r.function);
      for (const Submission& inner : all) {
        if (inner.pool != outer.pool || inner.task == outer.task || !runs.contains(inner.at.function))
          continue;
        EventRef wait;
        if (!same_object(events, inner.at, outer.at) || !waits_for(events, inner.at, wait)) continue;
        Finding f;
        f.subject = {analysis.program->symbols.text(analysis.program->find_class(inner.pool)->name), "pool"};
        f.confidence = Confidence::medium;
        f.sides = {detect::event_side(analysis, wait, "wait"), detect::event_side(analysis, inner.at, "call"),
                   detect::event_side(analysis, outer.at, "call")};
        f.message = "a task of " + f.subject.name + " waits for another task of the same pool";
        f.fix = "wait outside the pool, or chain the work instead of waiting for it";
        findings.push_back(std::move(f));
      }
    }
  }

private:
  /// Classes whose methods start threads.
  static std::set<Symbol> pools(const detect::Analysis& analysis) {
    std::set<Symbol> out;
    for (const EventRef& r : analysis.events->of(EventKind::fork)) {
      const summary::Function* f = &analysis.events->function(r);
      if (f->has(summary::fn_lambda)) f = analysis.program->function(f->parent);
      const bool many = f != nullptr && f->class_usr && analysis.program->find_class(f->class_usr) != nullptr;
      if (many && !analysis.events->event(r).has(summary::flag_task)) out.insert(f->class_usr);
    }
    return out;
  }

  static std::vector<Submission> submissions(const detect::Analysis& analysis,
                                             const std::set<Symbol>& pools) {
    const detect::EventIndex& events = *analysis.events;
    std::map<std::pair<std::uint32_t, PathRoot>, Symbol> closures;
    for (const EventRef& r : events.of(EventKind::closure))
      closures[{r.function, events.event(r).dst.root}] = events.event(r).callee;
    std::vector<Submission> out;
    for (const EventRef& r : events.of(EventKind::call)) {
      const summary::Event& e = events.event(r);
      const summary::Function* method = analysis.program->function(e.callee);
      if (method == nullptr || !e.has_self || !pools.contains(method->class_usr)) continue;
      for (const AccessPath& operand : e.operands) {
        const auto made = closures.find({r.function, operand.root});
        const bool function = operand.root.kind == RootKind::global && operand.steps.empty() &&
                              analysis.program->function(operand.root.entity) != nullptr;
        if (made != closures.end() && operand.steps.empty())
          out.push_back({r, made->second, method->class_usr});
        if (function) out.push_back({r, operand.root.entity, method->class_usr});
      }
    }
    return out;
  }

  static bool same_object(const detect::EventIndex& events, const EventRef& a, const EventRef& b) {
    return events.thing(events.event(a).self, events.function(a).usr) ==
           events.thing(events.event(b).self, events.function(b).usr);
  }

  /// What the submission returns is awaited later in the same function.
  static bool waits_for(const detect::EventIndex& events, const EventRef& submission, EventRef& wait) {
    const std::uint32_t number =
        events.cfg(submission.function).first_event(submission.block) + submission.index;
    std::set<PathRoot> results;
    const auto is_result = [&](const AccessPath& path) {
      return (path.root.kind == RootKind::call_result && path.root.index == number) ||
             results.contains(path.root);
    };
    bool found = false;
    events.walk_after(submission, [&](const EventRef& r) {
      const summary::Event& e = events.event(r);
      if (e.kind == EventKind::assign && is_result(e.path) && e.dst.root.kind == RootKind::local)
        results.insert(e.dst.root);
      const bool waits = (e.kind == EventKind::await || e.kind == EventKind::join) &&
                         !e.has(summary::flag_timed) && !e.has(summary::flag_try);
      if (waits && is_result(e.path) && !found) {
        found = true;
        wait = r;
      }
      return !found;
    });
    return found;
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_pool_self_wait() { return std::make_unique<PoolSelfWait>(); }

} // namespace burler::rules
