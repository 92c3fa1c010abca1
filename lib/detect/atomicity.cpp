#include "detect/atomicity.h"

#include "detect/branches.h"
#include "detect/type_facts.h"

#include <algorithm>
#include <map>

namespace burler::detect {
namespace {

bool is_element(const AccessPath& path) {
  return std::any_of(path.steps.begin(), path.steps.end(),
                     [](const PathStep& s) { return s.kind == StepKind::index; });
}

class Finder {
public:
  explicit Finder(const Analysis& analysis) : facts_(*analysis.facts), program_(*analysis.program) {
    for (const Instance& i : analysis.accesses) {
      const Thread& t = analysis.threads->threads()[i.thread];
      const bool real =
          t.kind == Thread::Kind::main || t.kind == Thread::Kind::forked || t.kind == Thread::Kind::entry;
      if (real && i.access->write) writers_[subject_of(facts_, i.path)].emplace(i.thread, t.many);
    }
  }

  std::vector<StaleDecision> run() {
    for (const summary::Function& f : program_.functions) {
      const auto found = facts_.summaries.find(f.usr);
      const bool life = f.has(summary::fn_constructor) || f.has(summary::fn_destructor);
      if (found == facts_.summaries.end() || life || f.has(summary::fn_main)) continue;
      std::map<PathId, std::vector<const Access*>> objects;
      for (const Access& a : found->second.accesses)
        if (a.at.sections != 0 && !a.atomic)
          if (const PathId object = object_of(a.path)) objects[object].push_back(&a);
      if (objects.empty()) continue;
      const Branches branches(f);
      for (const auto& [object, accesses] : objects)
        search(f, branches, accesses);
    }
    return std::move(out_);
  }

private:
  /// The variable, or the container without what is inside it; shared ones only.
  PathId object_of(PathId path) {
    const AccessPath& full = facts_.paths[path];
    if (full.root.kind != RootKind::global && full.root.kind != RootKind::self &&
        (full.root.kind != RootKind::formal || facts_.paths.is_derived(full.root)))
      return 0;
    std::size_t length = 0;
    while (length < full.steps.size() && full.steps[length].kind != StepKind::storage &&
           full.steps[length].kind != StepKind::index)
      ++length;
    return facts_.paths.prefix(path, length);
  }

  void search(const summary::Function& f, const Branches& branches,
              const std::vector<const Access*>& accesses) {
    StaleDecision best;
    for (const Access* act : accesses) {
      if (!act->write || is_rechecked(branches, *act, accesses)) continue;
      for (const Access* test : accesses) {
        if (test->write || test->event >= act->event || is_element(facts_.paths[test->path])) continue;
        const PathId lock = common_lock(*test, *act);
        if (lock == 0 || !facts_.sets.disjoint(test->at.sections, act->at.sections)) continue;
        if (!decides(branches, *test, *act) || is_reserved(*test, *act, accesses)) continue;
        const Belief belief = believe(*test, *act);
        if (best.test == nullptr || belief > best.belief) best = {belief, f.usr, test, act, lock};
      }
    }
    if (best.test != nullptr) out_.push_back(best);
  }

  PathId common_lock(const Access& a, const Access& b) const {
    for (const std::uint32_t x : facts_.sets[a.at.held])
      for (const std::uint32_t y : facts_.sets[b.at.held])
        if (lock_of(x) == lock_of(y) && mode_of(y) == LockMode::exclusive) return lock_of(x);
    return 0;
  }

  /// The section of the act looks again before it acts.
  bool is_rechecked(const Branches& branches, const Access& act,
                    const std::vector<const Access*>& accesses) const {
    return std::any_of(accesses.begin(), accesses.end(), [&](const Access* a) {
      const bool other =
          a->origin.place.line != act.origin.place.line || a->origin.function != act.origin.function;
      const bool tested = a->event < act.event && branches.block_of(a->event) != branches.block_of(act.event);
      const bool before = tested || (other && a->event <= act.event);
      if (a->write || facts_.sets.disjoint(a->at.sections, act.at.sections)) return false;
      if (!is_element(facts_.paths[a->path])) return before;
      // `auto& e = map[key]; if (!e) e = make();` finds what another thread has put there.
      const bool found = (act.flags & summary::flag_lookup) != 0 && a->event > act.event;
      return (found || (before && a->path == act.path)) && is_asked(branches, *a);
    });
  }

  bool is_asked(const Branches& branches, const Access& read) const {
    return std::any_of(branches.all().begin(), branches.all().end(),
                       [&](const Branch& b) { return b.tests(read.event); });
  }

  /// The section of the test has acted already, `busy++` say; the act of the later one belongs to that.
  bool is_reserved(const Access& test, const Access& act, const std::vector<const Access*>& accesses) const {
    return std::any_of(accesses.begin(), accesses.end(), [&](const Access* a) {
      return a->write && a->event > test.event && a->event < act.event && a->path == act.path &&
             !facts_.sets.disjoint(a->at.sections, test.at.sections);
    });
  }

  /// A branch between the two on whose outcome the act depends, and that nothing newer feeds.
  bool decides(const Branches& branches, const Access& test, const Access& act) const {
    const std::uint32_t block = branches.block_of(act.event);
    return std::any_of(branches.all().begin(), branches.all().end(), [&](const Branch& b) {
      if (!b.decided[block] || test.event >= b.end || act.event < b.end) return false;
      // A direct condition, or one without events of its own: a local that holds the outcome.
      return b.tests(test.event) || b.first_test == b.end;
    });
  }

  Belief believe(const Access& test, const Access& act) const {
    if (test.at.maybe != 0 || act.at.maybe != 0) return Belief::low;
    // With the threads in sight: one thread alone that changes it cannot be overtaken.
    const auto found = writers_.find(subject_of(facts_, act.path));
    if (found == writers_.end()) return Belief::medium;
    const bool alone = found->second.size() == 1 && !found->second.begin()->second;
    return alone ? Belief::none : Belief::medium;
  }

  Facts& facts_;
  const summary::Program& program_;
  std::map<Subject, std::set<std::pair<std::uint32_t, bool>>> writers_;
  std::vector<StaleDecision> out_;
};

} // namespace

std::vector<StaleDecision> find_stale_decisions(const Analysis& analysis) {
  std::vector<StaleDecision> found = Finder(analysis).run();
  std::erase_if(found, [](const StaleDecision& s) { return s.belief == Belief::none; });
  return found;
}

} // namespace burler::detect
