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

const Guard* Usage::write_guard() const {
  if (const Guard* strong = guard()) return strong;
  for (const Guard& g : guards)
    if (g.writes >= 1 && (g.meant == meant || g.held * 2 >= accesses)) return &g;
  return nullptr;
}

bool Usage::is_meant(const Access& access) const {
  const summary::Place& place = access.origin.place;
  return access.write && ((access.flags & summary::flag_lookup) == 0 ||
                          written.contains({access.origin.function, place.file, place.line}));
}

namespace {

struct Place {
  Symbol function;
  summary::Place place;
  bool write;
  auto operator<=>(const Place&) const = default;
};

using Locks = std::map<Subject, PathId>;

struct Tally {
  /// Per place the locksets of its instances: one reached with and without a lock counts as two accesses.
  std::map<Place, std::vector<Locks>> held;
};

/// What a GUARDED_BY attribute of the field or global says.
Subject declared_guard(Facts& facts, const Subject& subject) {
  const summary::Field* field = subject.owner ? facts.program.field(subject.owner, subject.name) : nullptr;
  const summary::Global* global = subject.owner ? nullptr : facts.program.global(subject.name);
  const AccessPath none;
  const AccessPath& lock = field != nullptr    ? field->guarded_by
                           : global != nullptr ? global->guarded_by
                                               : none;
  return lock ? subject_of(facts, facts.paths.intern(lock)) : Subject{};
}

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
    const Origin& origin = i.access->origin;
    if (i.access->write && (i.access->flags & summary::flag_lookup) == 0)
      usage.written.insert({origin.function, origin.place.file, origin.place.line});
    if (!counts(tree, i) || i.access->atomic) continue;
    Locks held;
    for (const std::uint32_t item : facts.sets[i.held])
      held.emplace(subject_of(facts, lock_of(item)), lock_of(item));
    const Place place{origin.function, origin.place, i.access->write};
    auto& variants = tallies[subject].held[place];
    const auto same = [&](const Locks& known) {
      return std::equal(known.begin(), known.end(), held.begin(), held.end(),
                        [](const auto& x, const auto& y) { return x.first == y.first; });
    };
    if (std::none_of(variants.begin(), variants.end(), same)) variants.push_back(std::move(held));
  }
  for (auto& [subject, usage] : usages) {
    const Tally& tally = tallies[subject];
    std::map<Subject, Guard> guards;
    for (const auto& [place, variants] : tally.held) {
      const bool meant =
          place.write && usage.written.contains({place.function, place.place.file, place.place.line});
      for (const Locks& locks : variants) {
        ++usage.accesses;
        usage.writes += place.write;
        usage.meant += meant;
        for (const auto& [lock, path] : locks) {
          Guard& g = guards[lock];
          g.lock = lock;
          g.example = path;
          ++g.held;
          g.writes += place.write;
          g.meant += meant;
        }
      }
    }
    for (auto& [lock, g] : guards)
      usage.guards.push_back(g);
    const Subject declared = declared_guard(facts, subject);
    for (Guard& g : usage.guards)
      g.declared = g.lock == declared;
    std::sort(usage.guards.begin(), usage.guards.end(), [](const Guard& a, const Guard& b) {
      if (a.declared != b.declared) return a.declared;
      return a.held != b.held ? a.held > b.held : a.lock < b.lock;
    });
    if (const summary::Type* type = declared_type(facts.program, facts.paths, facts.paths[usage.path]))
      usage.type = type->spelling;
  }
  return usages;
}

} // namespace burler::detect
