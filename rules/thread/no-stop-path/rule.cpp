#include "rules/rule.h"
#include "detect/condition_use.h"
#include "detect/event_side.h"
#include "detect/narrate.h"
#include "detect/thread_life.h"

#include <algorithm>
#include <map>
#include <optional>

namespace burler::rules {
namespace {

using detect::EventRef;
using detect::Subject;
using summary::EventKind;

using Writes = std::map<Subject, std::vector<EventRef>>;

bool writes(const summary::Event& e) {
  return e.kind == EventKind::write || (e.kind == EventKind::atomic && e.op != AtomicOp::load);
}

/// Writes after construction, and places that hand out the address, by what is written.
Writes all_writes(const detect::EventIndex& index) {
  Writes out;
  for (const EventKind kind : {EventKind::write, EventKind::atomic})
    for (const EventRef& r : index.of(kind)) {
      const summary::Event& e = index.event(r);
      if (!writes(e) || e.has(summary::flag_init)) continue;
      const Subject s = index.thing(r);
      const bool own =
          index.function(r).has(summary::fn_constructor) && index.function(r).class_usr == s.owner;
      if (!own) out[s].push_back(r);
    }
  for (const EventKind kind : {EventKind::call, EventKind::construct, EventKind::fork, EventKind::assign})
    for (const EventRef& r : index.of(kind)) {
      const summary::Event& e = index.event(r);
      if (kind == EventKind::assign && (e.by_reference & 1) != 0) out[index.thing(r)].push_back(r);
      for (std::size_t i = 0; i < e.operands.size() && i < 64; ++i)
        if ((e.by_reference >> i & 1) != 0)
          out[index.thing(e.operands[i], index.function(r).usr)].push_back(r);
    }
  return out;
}

/// `i < n`: a variable of the function takes part, which ends the loop in its own time.
bool counts(const summary::Block& block) {
  const auto own = [](const AccessPath& p) { return p.root.kind == RootKind::local; };
  return own(block.lesser) || own(block.greater);
}

/// `while (n->next) n = n->next;`: each round asks another object.
bool walks(const detect::EventIndex& index, const EventRef& test) {
  const AccessPath& asked = index.event(test).path;
  if (asked.root.kind != RootKind::local) return false;
  const detect::Cfg& cfg = index.cfg(test.function);
  const auto& blocks = index.function(test).blocks;
  for (std::uint32_t b = 0; b < blocks.size(); ++b)
    for (const summary::Event& e : blocks[b].events)
      if (cfg.in_loop(b) && (e.dst.root == asked.root || (writes(e) && e.path.root == asked.root)) &&
          (e.dst ? e.dst : e.path).steps.empty())
        return true;
  return false;
}

/// The one flag whose test is the only way out of the function's endless loop, when nobody sets it.
std::optional<EventRef> unset_flag(const detect::EventIndex& index, Symbol entry, const Writes& written) {
  const auto known = index.program().function_index.find(entry);
  if (known == index.program().function_index.end()) return std::nullopt;
  const summary::Function& f = index.program().functions[known->second];
  const detect::Cfg& cfg = index.cfg(known->second);
  std::optional<EventRef> flag;
  for (std::uint32_t b = 0; b < f.blocks.size(); ++b) {
    const summary::Block& block = f.blocks[b];
    if (block.abandons || (!cfg.in_loop(b) && block.successors.size() > 1)) return std::nullopt;
    const bool leaves = cfg.in_loop(b) && std::any_of(block.successors.begin(), block.successors.end(),
                                                      [&](std::uint32_t to) { return !cfg.in_loop(to); });
    if (!leaves) continue;
    if (block.events.empty() || block.successors.size() != 2 || counts(block)) return std::nullopt;
    const EventRef last{known->second, b, static_cast<std::uint32_t>(block.events.size() - 1)};
    const summary::Event& e = index.event(last);
    const bool reads = e.kind == EventKind::read || (e.kind == EventKind::atomic && e.op == AtomicOp::load);
    const Subject s = index.thing(last);
    if (!reads || s == Subject{} || walks(index, last) || !detect::touches_shared(index, last) ||
        written.contains(s))
      return std::nullopt;
    if (e.path.steps.empty() || e.path.steps.back().kind == StepKind::field) flag = last;
    if (!flag) return std::nullopt;
  }
  return flag;
}

/// The same for the thread's function or one that it calls on every way.
std::optional<EventRef> unset_flag_within(const detect::EventIndex& index, Symbol entry,
                                          const Writes& written) {
  if (auto flag = unset_flag(index, entry, written)) return flag;
  const auto known = index.program().function_index.find(entry);
  if (known == index.program().function_index.end()) return std::nullopt;
  const auto& blocks = index.program().functions[known->second].blocks;
  for (std::uint32_t b = 0; b < blocks.size(); ++b)
    for (const summary::Event& e : blocks[b].events)
      if (e.kind == EventKind::call && e.callee && !index.cfg(known->second).conditional(b))
        if (auto flag = unset_flag(index, e.callee, written)) return flag;
  return std::nullopt;
}

/// A write of the awaited state on the way to the join with no notification between them.
std::optional<EventRef> set_without_wake(const detect::EventIndex& index, const EventRef& join,
                                         const detect::WaitSite& wait) {
  std::optional<EventRef> found;
  index.walk_before(join, [&](const EventRef& r) {
    if (found || detect::notifies(index, r, wait.condition)) return false;
    const summary::Event& e = index.event(r);
    const auto sets = [&](const EventRef& at) { // what the waiter does once awake takes from the state
      return writes(index.event(at)) && at.function != wait.at.function &&
             wait.state.contains(index.thing(at));
    };
    if (sets(r)) found = r;
    if (e.kind == EventKind::call && e.callee)
      for (const EventRef& inner : index.closure_of(e.callee))
        if (sets(inner)) found = r;
    return !found;
  });
  return found;
}

class NoStopPath final : public Rule {
public:
  std::string id() const override { return "thread/no-stop-path"; }
  void run(const detect::Analysis& analysis, std::vector<Finding>& findings) const override {
    const detect::EventIndex& index = *analysis.events;
    const Writes written = all_writes(index);
    const auto waits = detect::find_waits(index);
    for (const EventRef& fork : index.of(EventKind::fork)) {
      const summary::Event& e = index.event(fork);
      if (!e.callee || e.has(summary::flag_detached)) continue;
      const auto joins = detect::joins_of(index, fork);
      if (joins.empty()) continue;
      if (detect::never_ends(index, e.callee)) {
        report(analysis, fork, joins.front(), std::nullopt, "runs an endless loop without any way out",
               findings);
      } else if (const auto flag = unset_flag_within(index, e.callee, written)) {
        const std::string name = detect::subject_name(*analysis.facts, index.thing(*flag));
        report(analysis, fork, joins.front(), flag,
               "leaves its loop only by " + name + ", which nothing sets", findings);
      } else {
        sleepers(analysis, fork, joins, waits, findings);
      }
    }
  }

private:
  static void sleepers(const detect::Analysis& analysis, const EventRef& fork,
                       const std::vector<EventRef>& joins, const std::vector<detect::WaitSite>& waits,
                       std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    const auto body = index.closure_of(index.event(fork).callee);
    for (const detect::WaitSite& wait : waits) {
      if (wait.timed || std::find(body.begin(), body.end(), wait.at) == body.end()) continue;
      for (const EventRef& join : joins)
        if (const auto set = set_without_wake(index, join, wait)) {
          if (join.function == wait.at.function) continue;
          report(analysis, fork, join, set,
                 "may sleep in " + detect::subject_name(*analysis.facts, wait.condition) +
                     ", and nobody notifies it after the state was set",
                 findings);
          return;
        }
    }
  }

  static void report(const detect::Analysis& analysis, const EventRef& fork, const EventRef& join,
                     const std::optional<EventRef>& flag, const std::string& why,
                     std::vector<Finding>& findings) {
    const detect::EventIndex& index = *analysis.events;
    Finding f;
    f.confidence = Confidence::high;
    f.subject = detect::named_subject(analysis, detect::handle_of(index, fork));
    f.sides = {detect::event_side(analysis, join, "join"), detect::event_side(analysis, fork, "fork")};
    if (flag)
      f.sides.push_back(detect::event_side(analysis, *flag, writes(index.event(*flag)) ? "write" : "read"));
    f.message = f.subject.name + " is joined, but its thread " + why + ": the join waits for ever";
    f.fix = "set a stop flag that the loop tests (under the waiter's mutex) and notify the condition before "
            "joining";
    findings.push_back(std::move(f));
  }
};

} // namespace

std::unique_ptr<Rule> make_thread_no_stop_path() { return std::make_unique<NoStopPath>(); }

} // namespace burler::rules
