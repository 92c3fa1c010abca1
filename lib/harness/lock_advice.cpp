#include "harness/lock_advice.h"

#include <cstdio>

namespace burler::harness {
namespace {

constexpr std::uint64_t kFewSections = 4; ///< fewer prove nothing

std::string number(std::uint64_t n) { return std::to_string(n); }

double average(std::uint64_t sum, std::uint64_t count) {
  return count == 0 ? 0.0 : static_cast<double>(sum) / static_cast<double>(count);
}

std::string shortly(double value) {
  char text[32];
  std::snprintf(text, sizeof text, value < 10 ? "%.1f" : "%.0f", value);
  return text;
}

std::string group_text(const LockFacts& facts) {
  std::string names;
  for (const std::string& name : facts.group_names)
    if (!name.empty()) names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? "" : " (" + names + ")";
}

} // namespace

std::string duration_text(double ns) {
  struct Unit {
    double size;
    const char* name;
  };
  for (const Unit unit : {Unit{1e9, "s"}, Unit{1e6, "ms"}, Unit{1e3, "us"}})
    if (ns >= unit.size) return shortly(ns / unit.size) + " " + unit.name;
  return shortly(ns) + " ns";
}

bool is_hot(const LockLoad& load) {
  if (load.contended == 0 || load.thread_ns == 0) return false;
  return load.wait_ns * 20 >= load.thread_ns ||
         (load.wait_ns * 100 >= load.thread_ns && load.contended * 5 >= load.acquisitions);
}

Advice advise(const LockLoad& load, const LockFacts& facts) {
  if (!is_hot(load)) return {};
  if (facts.logged < kFewSections)
    return {"none",
            "what it guards was not seen (no instrumented critical section ran beside another thread)"};
  const std::uint64_t used = facts.logged - facts.idle;
  const std::string of_all = " of " + number(used) + " critical sections ";
  const bool free_standing = facts.conditions == 0;
  if (free_standing && facts.waits_inside == 0 && used != 0 && facts.single * 20 >= used * 19)
    return {"atomic", "make it an atomic: " + number(facts.single) + of_all + "touch a single word" +
                          (facts.groups == 1 ? group_text(facts) : "") + " at most four times"};
  if (facts.waits_inside * 2 >= facts.logged)
    return {"shorten", "shorten: threads slept or did file operations " + number(facts.waits_inside) +
                           " times in " + number(facts.logged) + " critical sections; do that outside"};
  if (free_standing && facts.groups >= 2)
    return {"split", "split it in " + number(facts.groups) + ": it guards " + number(facts.groups) +
                         " sets of objects" + group_text(facts) +
                         " that no critical section touches together"};
  if (free_standing && facts.shared_sections == 0 && used != 0 && facts.reading * 10 >= used * 9)
    return {"reader-writer", "make it a reader-writer lock: " + number(facts.reading) + of_all +
                                 "only read what it guards, for " +
                                 duration_text(average(load.hold_ns, load.holds)) + " each"};
  const double accesses = average(facts.accesses, facts.logged);
  const double guarded = average(facts.guarded_accesses, facts.logged);
  if (accesses >= 20 && guarded * 2 <= accesses)
    return {"shorten", "shorten: " + shortly(accesses - guarded) + " of " + shortly(accesses) +
                           " memory accesses in a critical section are to memory that needs no lock; do that "
                           "work outside"};
  const double hold = average(load.hold_ns, load.holds);
  if (hold >= 20'000 && guarded * 10'000 <= hold)
    return {"shorten", "shorten: it is held for " + duration_text(hold) +
                           " on average, but a critical section " + "touches what it guards only " +
                           shortly(guarded) + " times; compute outside"};
  return {"none", "no simple cure: " + number(used - facts.reading) + of_all + "write what it guards" +
                      (free_standing ? "" : ", and threads wait on conditions under it") +
                      "; take it less often, or give each thread its own part"};
}

} // namespace burler::harness
