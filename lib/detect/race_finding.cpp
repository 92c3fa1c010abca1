#include "detect/race_finding.h"

#include "detect/narrate.h"
#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {
namespace {

const Usage* usage_of(const Analysis& analysis, const Race& race) {
  const auto found = analysis.usages.find(race.subject);
  return found == analysis.usages.end() ? nullptr : &found->second;
}

bool common_reader_lock(const Analysis& analysis, const Race& race, std::string& name) {
  for (const std::uint32_t x : analysis.facts->sets[race.a.held])
    for (const std::uint32_t y : analysis.facts->sets[race.b.held])
      if (x == y && mode_of(x) == LockMode::shared) {
        name = lock_name(*analysis.facts, held_item(lock_of(x), LockMode::exclusive));
        return true;
      }
  return false;
}

std::string verb(const Instance& i) {
  return std::string(i.access->atomic ? "atomically " : "") + (i.access->write ? "written" : "read");
}

std::string circumstance(const Analysis& analysis, const Race& race) {
  std::string lock;
  if (common_reader_lock(analysis, race, lock)) return "write under the reader lock " + lock;
  if (race.a.held != 0 && race.b.held != 0)
    return "wrong lock: " + lock_names(*analysis.facts, race.a.held).front() + " against " +
           lock_names(*analysis.facts, race.b.held).front();
  const Usage* usage = usage_of(analysis, race);
  if (const Guard* g = usage == nullptr ? nullptr : usage->guard())
    return subject_name(*analysis.facts, g->lock) + " is held at " + std::to_string(g->held) + " of " +
           std::to_string(usage->accesses) + " accesses";
  return race.a.held == 0 && race.b.held == 0 ? "no lock is held on either side" : "one side holds no lock";
}

std::string fix_text(const Analysis& analysis, const Race& race) {
  const Usage* usage = usage_of(analysis, race);
  const Guard* g = usage == nullptr ? nullptr : usage->guard();
  std::string lock;
  if (common_reader_lock(analysis, race, lock)) return "take " + lock + " exclusively around the write";
  if (g == nullptr && (race.a.held != 0 || race.b.held != 0)) {
    const SetId held = race.b.held != 0 ? race.b.held : race.a.held;
    lock = lock_names(*analysis.facts, analysis.facts->sets.map(held, [](std::uint32_t i) {
             return held_item(lock_of(i), LockMode::exclusive);
           })).front();
    return "hold one lock at both accesses, for example " + lock;
  }
  if (g == nullptr)
    return "guard both accesses with one lock, make the object atomic, or hand it over before the start or "
           "after "
           "the join of the thread";
  lock = subject_name(*analysis.facts, g->lock);
  const auto last = lock.rfind("::");
  return "hold " + lock + " here too; declaring the object GUARDED_BY(" +
         (last == std::string::npos ? lock : lock.substr(last + 2)) + ") lets the compiler check it";
}

} // namespace

bool is_handle_race(const Race& race) {
  const std::uint32_t flags = race.a.access->flags | race.b.access->flags;
  return (flags & summary::flag_external) != 0 && (flags & summary::flag_hidden) == 0;
}

bool is_library_state_race(const Race& race) {
  const std::uint32_t flags = race.a.access->flags & race.b.access->flags;
  return (flags & summary::flag_external) != 0 && (flags & summary::flag_hidden) != 0;
}

bool is_tensor_race(const Analysis& analysis, const Race& race) {
  if (((race.a.access->flags | race.b.access->flags) & summary::flag_tensor) != 0) return true;
  for (const Instance* i : {&race.a, &race.b}) {
    const AccessPath& path = analysis.facts->paths[i->path];
    const bool inside = std::any_of(path.steps.begin(), path.steps.end(), [](const PathStep& s) {
      return s.kind == StepKind::storage || s.kind == StepKind::deref || s.kind == StepKind::index;
    });
    const summary::Type* type = declared_type(*analysis.program, analysis.facts->paths, path);
    if (inside && type != nullptr && type->has(summary::type_tensor)) return true;
  }
  return false;
}

Finding race_finding(const Analysis& analysis, const Race& race) {
  Finding f;
  f.confidence = confidence_of(race.belief);
  f.subject.name = subject_name(*analysis.facts, race.subject);
  const Usage* usage = usage_of(analysis, race);
  if (usage != nullptr && usage->type) f.subject.type = analysis.program->symbols.text(usage->type);
  f.sides = {side_of(analysis, race.a), side_of(analysis, race.b)};
  const std::string first = verb(race.a), second = verb(race.b);
  f.message = f.subject.name + " is " + first +
              (first == second ? " by two threads" : " while another thread may have it " + second) + ": " +
              circumstance(analysis, race);
  f.fix = fix_text(analysis, race);
  return f;
}

} // namespace burler::detect
