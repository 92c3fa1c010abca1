#include "detect/guard_inference.h"

#include "detect/type_facts.h"

#include <algorithm>

namespace burler::detect {

Subject subject_of(const Facts& facts, PathId path) {
  const AccessPath& full = facts.paths[path];
  for (auto step = full.steps.rbegin(); step != full.steps.rend(); ++step)
    if (step->kind == StepKind::field && facts.program.field(step->owner, step->name) != nullptr)
      return {step->owner, step->name, 0};
  if (full.root.kind == RootKind::global) return {{}, full.root.entity, 0};
  Subject s;
  AccessPath bare{full.root, {}};
  s.variable = const_cast<Facts&>(facts).paths.intern(bare);
  return s;
}

const Guard* Usage::guard() const {
  if (guards.empty()) return nullptr;
  const Guard& best = guards.front();
  if (best.declared) return &best;
  return best.held >= 2 && best.writes >= 1 && best.held * 3 >= accesses * 2 ? &best : nullptr;
}

namespace {

struct Place {
  Symbol function;
  summary::Place place;
  bool write;
  auto operator<=>(const Place&) const = default;
};

struct Tally {
  std::map<Place, std::map<Subject, PathId>> held; ///< at every instance of the place
};

bool counts(const ThreadTree& tree, const Instance& i) {
  const Thread& t = tree.threads()[i.thread];
  if (t.kind == Thread::Kind::life) return false;
  if (t.kind == Thread::Kind::main || t.kind == Thread::Kind::library) return i.access->at.active != 0;
  return true;
}

} // namespace

std::map<Subject, Usage> infer_guards(Facts& facts, const ThreadTree& tree,
                                      const std::vector<Instance>& instances) {
  std::map<Subject, Usage> usages;
  std::map<Subject, Tally> tallies;
  for (const Instance& i : instances) {
    const Subject subject = subject_of(facts, i.path);
    Usage& usage = usages[subject];
    usage.path = usage.path == 0 ? i.path : usage.path;
    usage.threads.insert(i.thread);
    usage.tensor = usage.tensor || (i.access->flags & summary::flag_tensor) != 0;
    if (!counts(tree, i) || i.access->atomic) continue;
    std::map<Subject, PathId> held;
    for (const std::uint32_t item : facts.sets[i.held])
      held.emplace(subject_of(facts, lock_of(item)), lock_of(item));
    const Place place{i.access->origin.function, i.access->origin.place, i.access->write};
    const auto [entry, added] = tallies[subject].held.try_emplace(place, held);
    if (!added) std::erase_if(entry->second, [&](const auto& lock) { return !held.contains(lock.first); });
  }
  for (auto& [subject, usage] : usages) {
    const Tally& tally = tallies[subject];
    usage.accesses = tally.held.size();
    std::map<Subject, Guard> guards;
    for (const auto& [place, locks] : tally.held) {
      usage.writes += place.write;
      for (const auto& [lock, path] : locks) {
        Guard& g = guards[lock];
        g.lock = lock;
        g.example = path;
        ++g.held;
        g.writes += place.write;
      }
    }
    for (auto& [lock, g] : guards)
      usage.guards.push_back(g);
    std::sort(usage.guards.begin(), usage.guards.end(), [](const Guard& a, const Guard& b) {
      return a.held != b.held ? a.held > b.held : a.lock < b.lock;
    });
    if (const summary::Type* type = declared_type(facts.program, facts.paths, facts.paths[usage.path]))
      usage.type = type->spelling;
  }
  return usages;
}

} // namespace burler::detect
