#include "harness/finding_builder.h"

#include "finding/rule_info.h"

#include <algorithm>

namespace burler::harness {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* separator) {
  std::string out;
  for (const std::string& part : parts)
    out += (out.empty() ? "" : separator) + part;
  return out;
}

/// A cycle's locks in an order that does not depend on where it was entered: rotated so that the least comes
/// first.
std::string cycle_name(const std::vector<Side>& sides) {
  std::vector<std::string> locks;
  for (const Side& side : sides)
    if (!side.path.empty()) locks.push_back(side.path);
  if (locks.empty()) return {};
  std::rotate(locks.begin(), std::min_element(locks.begin(), locks.end()), locks.end());
  locks.push_back(locks.front());
  return joined(locks, " -> ");
}

bool is_cycle(const std::string& rule) {
  return rule == "deadlock/cycle" || rule == "deadlock/lock-order-cycle";
}

std::string quoted(const std::string& name) { return name.empty() ? "memory" : "'" + name + "'"; }

std::string with(const std::string& separator, const std::string& text) {
  return text.empty() ? "" : separator + text;
}

/// A lock that one side of a race holds and the other does not: the likely guard.
std::string likely_guard(const std::vector<Side>& sides) {
  for (const Side& side : sides)
    for (const std::string& lock : side.locks)
      if (lock.find(" (shared)") == std::string::npos) return lock;
  return {};
}

} // namespace

std::string message_for(const std::string& rule, const std::string& subject, const std::string& description,
                        const std::string& detail, const std::vector<Side>& sides) {
  const std::string tail = detail.empty() ? "" : ": " + detail;
  if (rule == "race/data-race") {
    std::string text =
        "data race on " + quoted(subject) + (description.empty() ? "" : " (" + description + ")");
    if (sides.size() == 2)
      text += ": " + sides[0].kind + " and " + sides[1].kind + " in two threads, nothing orders them";
    return text;
  }
  if (rule == "memory/use-after-free")
    return quoted(subject) + with(" in a ", description) + " was used after another thread had freed it" +
           tail;
  if (rule == "race/use-after-free")
    return "use after free between threads: " + quoted(subject) + with(" in a ", description);
  if (rule == "deadlock/cycle")
    return "deadlock: each thread waits for a lock the next one holds: " + subject;
  if (rule == "deadlock/lock-order-cycle")
    return "locks are taken in opposite orders, two threads can block each other: " + subject;
  if (rule == "deadlock/stall") return "every thread waits and nobody can wake another" + tail;
  if (rule == "condvar/lost-wakeup") {
    const bool notified =
        std::any_of(sides.begin(), sides.end(), [](const Side& s) { return s.kind == "notify"; });
    return notified ? "lost wake-up: the notification came before the wait on " + quoted(subject) +
                          ", which then never ends"
                    : "lost wake-up: the wait on " + quoted(subject) + " never ends, no notification comes";
  }
  if (rule == "thread/livelock")
    return "threads spin for ever without progress" + with(" on ", subject.empty() ? "" : quoted(subject)) +
           tail;
  if (rule == "thread/starvation")
    return "a thread never gets " + quoted(subject) +
           " while others take it thousands of times, scheduled fairly";
  if (rule == "thread/leaked") return "a thread was neither joined nor detached before the program ended";
  if (rule == "deadlock/lock-held-at-exit") return "a thread ended while it held the lock " + quoted(subject);
  if (rule == "thread/destroyed-in-use") return quoted(subject) + " was destroyed while still in use" + tail;
  if (rule == "run/broken-invariant") return "a condition that must always hold is broken here" + tail;
  if (rule == "run/crash") return "the program failed under this schedule" + tail;
  if (rule == "run/nondeterminism")
    return "two runs of one schedule differ, so recordings may not replay" + tail;
  std::string text = rule.substr(rule.find('/') + 1);
  std::replace(text.begin(), text.end(), '-', ' ');
  return text + with(" on ", subject.empty() ? "" : quoted(subject)) + tail;
}

std::string fix_for(const std::string& rule, const std::string& subject, const std::vector<Side>& sides) {
  if (rule == "race/data-race") {
    const bool atomic =
        std::any_of(sides.begin(), sides.end(), [](const Side& s) { return s.kind.starts_with("atomic"); });
    if (atomic) return "use atomic operations on every access to " + quoted(subject);
    const std::string guard = likely_guard(sides);
    if (!guard.empty()) return "hold " + guard + " at every access to " + quoted(subject);
    return "guard every access to " + quoted(subject) +
           " with one mutex, make it atomic, or order the threads (join, queue)";
  }
  if (is_cycle(rule)) return "take these locks in one order everywhere, or together with std::scoped_lock";
  if (rule == "condvar/lost-wakeup")
    return "change the condition and notify under the mutex, and wait in a loop on the condition";
  if (rule == "deadlock/stall")
    return "make sure that whoever is waited for still runs and notifies on every path";
  if (rule == "thread/leaked") return "join or detach the thread on every path, or use std::jthread";
  if (rule == "deadlock/lock-held-at-exit") return "release the lock on every path, with a scoped guard";
  if (rule == "thread/destroyed-in-use" || rule.ends_with("/use-after-free"))
    return "end or join all users before the object goes away";
  if (rule == "thread/starvation")
    return "let who waits go first: a lock that prefers writers, a queue of waiters, or a mutex before the "
           "lock";
  if (rule == "thread/livelock")
    return "let the loop wait (condition variable, std::atomic::wait) and make sure its condition can change";
  return {};
}

Finding FindingBuilder::build(const RawFinding& raw) {
  Finding finding;
  finding.rule = raw.rule;
  if (const RuleInfo* info = find_rule(raw.rule)) finding.severity = info->severity;
  for (const RawSide& end : raw.sides) {
    UserStack stack = frames_.trim(end.stack);
    Side side;
    side.thread = names_.thread(
        raw, end.thread, stack.callers.empty() ? stack.location.function : stack.callers.front().function);
    side.kind = end.kind;
    side.path = names_.path(raw, end, stack.location);
    for (const RawLock& lock : end.locks)
      side.locks.push_back(names_.held(raw, lock));
    side.location = std::move(stack.location);
    side.stack = std::move(stack.callers);
    finding.sides.push_back(std::move(side));
  }
  finding.subject.name = is_cycle(raw.rule) ? cycle_name(finding.sides) : names_.subject(raw);
  if (is_cycle(raw.rule) && finding.subject.name.empty()) finding.subject.name = "locks without a name";
  if (finding.subject.name.empty() && raw.sides.empty()) finding.subject.name = raw.detail;
  const std::string description = names_.description(raw, raw.object);
  finding.message = message_for(raw.rule, finding.subject.name, description, raw.detail, finding.sides);
  finding.fix = fix_for(raw.rule, finding.subject.name, finding.sides);
  seal(finding);
  return finding;
}

} // namespace burler::harness
