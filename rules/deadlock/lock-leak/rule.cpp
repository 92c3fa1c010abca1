#include "rules/rule.h"
#include "detect/lock_narrate.h"

#include <algorithm>
#include <map>

namespace burler::rules {
namespace {

using summary::EventKind;

class LockLeak final : public Rule {
public:
  std::string id() const override { return "deadlock/lock-leak"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    for (const summary::Function& f : analysis.program->functions) {
      const auto summary = analysis.facts->summaries.find(f.usr);
      if (summary == analysis.facts->summaries.end() || is_declared_wrapper(f)) continue;
      std::map<detect::HoldId, std::vector<const detect::LockLeak*>> leaks;
      for (const detect::LockLeak& leak : summary->second.leaks)
        if (leak.returned_elsewhere) leaks[leak.hold].push_back(&leak);
      for (const auto& [hold, exits] : leaks)
        report(analysis, f, hold, exits, findings);
    }
  }

private:
  static bool is_declared_wrapper(const summary::Function& f) {
    return f.has(summary::fn_no_thread_safety) ||
           std::any_of(f.attributes.begin(), f.attributes.end(), [](const summary::Attribute& a) {
             return a.kind == summary::Attribute::acquires || a.kind == summary::Attribute::acquires_shared;
           });
  }

  /// Some caller gives the lock back after the call: it was left held for the caller.
  static bool released_by_caller(const detect::Analysis& analysis, const summary::Function& f,
                                 const detect::Subject& lock) {
    const detect::EventIndex& events = *analysis.events;
    const auto is_lock = [&](const detect::Subject& s) { return lock.variable != 0 || s == lock; };
    for (const detect::EventRef& call : events.callers(f.usr)) {
      bool released = false;
      events.walk_after(call, [&](const detect::EventRef& r) {
        const summary::Event& e = events.event(r);
        if (e.kind == EventKind::release) released = released || is_lock(events.thing(r));
        if (e.kind == EventKind::guard_init && e.has(summary::flag_adopt)) released = true;
        const auto callee = analysis.facts->summaries.find(e.callee);
        if (e.kind == EventKind::call && callee != analysis.facts->summaries.end())
          for (const detect::PathId given : analysis.facts->sets[callee->second.exit.released])
            released = released || is_lock(detect::subject_of(*analysis.facts, given));
        return !released;
      });
      if (released) return true;
    }
    return false;
  }

  /// The last return of a function that has a result: held on success, given back on failure.
  static bool is_success(const summary::Function& f, const std::vector<const detect::LockLeak*>& exits) {
    std::uint32_t last = 0;
    for (const summary::Block& block : f.blocks)
      if (block.successors.size() <= 1 && !block.throws) last = std::max(last, block.left.line);
    return std::any_of(exits.begin(), exits.end(), [&](const detect::LockLeak* leak) {
      return !leak->thrown && leak->left.line != 0 && leak->left.line >= last;
    });
  }

  static void report(const detect::Analysis& analysis, const summary::Function& f, detect::HoldId id,
                     const std::vector<const detect::LockLeak*>& exits, std::vector<Finding>& findings) {
    const detect::Facts& facts = *analysis.facts;
    const detect::Hold hold = facts.holds[id];
    const RootKind root = facts.paths[hold.lock].root.kind;
    if (!hold.raw || root == RootKind::local || root == RootKind::call_result || root == RootKind::none)
      return;
    if (released_by_caller(analysis, f, detect::subject_of(facts, hold.lock))) return;
    const std::string lock = detect::lock_name(facts, detect::held_item(hold.lock, LockMode::exclusive));
    Finding out;
    out.subject = {lock, "lock"};
    const bool mixed = std::any_of(exits.begin(), exits.end(),
                                   [](const detect::LockLeak* leak) { return leak->returned_here; });
    out.confidence = mixed || hold.origin.stack != 0 ? Confidence::medium : Confidence::high;
    if (!mixed && is_success(f, exits)) out.confidence = Confidence::low;
    Side taken = detect::side_of(analysis, id, "");
    taken.thread = "callers of " + analysis.program->symbols.text(f.name);
    out.sides.push_back(taken);
    for (const detect::LockLeak* leak : exits) {
      detect::Origin way{f.usr, leak->left.line != 0 ? leak->left : f.place, 0};
      Side left = detect::side_in(analysis, f.usr, leak->thrown ? "throw" : "return", hold.lock, 0, way);
      left.locks = {lock};
      const bool known = std::any_of(out.sides.begin(), out.sides.end(),
                                     [&](const Side& s) { return s.location == left.location; });
      if (!known) out.sides.push_back(std::move(left));
    }
    out.message = lock + " stays locked on one way out of " + analysis.program->symbols.text(f.name) +
                  ", which releases it on another";
    out.fix = "hold it with std::lock_guard or std::unique_lock, or release it on every way out";
    findings.push_back(std::move(out));
  }
};

} // namespace

std::unique_ptr<Rule> make_deadlock_lock_leak() { return std::make_unique<LockLeak>(); }

} // namespace burler::rules
