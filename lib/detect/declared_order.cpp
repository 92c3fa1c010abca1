#include "detect/declared_order.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace burler::detect {
namespace {

class DeclaredOrder {
public:
  explicit DeclaredOrder(Facts& facts) : facts_(facts) {
    for (const summary::Class& c : facts.program.classes)
      for (const summary::Field& f : c.fields)
        add({c.usr, f.name, 0}, f.acquired_before, f.acquired_after);
    for (const summary::Global& g : facts.program.globals)
      add({{}, g.usr, 0}, g.acquired_before, g.acquired_after);
  }

  bool empty() const { return next_.empty(); }

  /// From `first` to `last` along declarations; empty when nothing is declared.
  std::vector<Subject> chain(const Subject& first, const Subject& last) const {
    std::map<Subject, Subject> from;
    std::vector<Subject> open{first};
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto next = next_.find(open[i]);
      if (next == next_.end()) continue;
      for (const Subject& s : next->second) {
        if (!from.try_emplace(s, open[i]).second) continue;
        if (s == last) return walk_back(from, first, last);
        open.push_back(s);
      }
    }
    return {};
  }

  std::vector<std::vector<Subject>> contradictions() const {
    std::set<std::set<Subject>> seen;
    std::vector<std::vector<Subject>> out;
    for (const auto& [lock, after] : next_) {
      std::vector<Subject> circle = chain(lock, lock);
      if (!circle.empty() && seen.insert({circle.begin(), circle.end()}).second)
        out.push_back(std::move(circle));
    }
    return out;
  }

  struct Named {
    Subject lock;
    PathId object = 0;
  };
  /// The declared lock that the path names or lies in (a wrapper's inner lock).
  std::optional<Named> named(PathId path) const {
    const AccessPath& full = facts_.paths[path];
    for (std::size_t i = full.steps.size(); i-- > 0;) {
      const Subject lock{full.steps[i].owner, full.steps[i].name, 0};
      if (full.steps[i].kind == StepKind::field && ordered_.contains(lock))
        return Named{lock, facts_.paths.prefix(path, i)};
    }
    const Subject whole{{}, full.root.entity, 0};
    if (full.root.kind == RootKind::global && ordered_.contains(whole)) return Named{whole, 0};
    return {};
  }

private:
  void add(const Subject& lock, const std::vector<AccessPath>& before, const std::vector<AccessPath>& after) {
    for (const AccessPath& other : before)
      link(lock, subject_of(facts_, facts_.paths.intern(other)));
    for (const AccessPath& other : after)
      link(subject_of(facts_, facts_.paths.intern(other)), lock);
  }

  void link(const Subject& first, const Subject& second) {
    next_[first].insert(second);
    ordered_.insert(first);
    ordered_.insert(second);
  }

  static std::vector<Subject> walk_back(const std::map<Subject, Subject>& from, const Subject& first,
                                        const Subject& last) {
    std::vector<Subject> path{last};
    do
      path.push_back(from.at(path.back()));
    while (path.back() != first);
    std::reverse(path.begin(), path.end());
    return path;
  }

  Facts& facts_;
  std::map<Subject, std::set<Subject>> next_;
  std::set<Subject> ordered_;
};

Belief believe(const DeclaredOrder::Named& taken, const DeclaredOrder::Named& held, bool surely) {
  if (!surely) return Belief::low;
  if (taken.lock.owner != held.lock.owner) return Belief::medium; // by class only
  return taken.object == held.object ? Belief::high : Belief::low;
}

} // namespace

summary::Place declaration_of(const summary::Program& program, const Subject& lock) {
  if (lock.owner) {
    const summary::Field* field = program.field(lock.owner, lock.name);
    return field == nullptr ? summary::Place{} : field->place;
  }
  const summary::Global* global = program.global(lock.name);
  return global == nullptr ? summary::Place{} : global->place;
}

std::vector<OrderBreach> find_order_breaches(Facts& facts) {
  std::vector<OrderBreach> out;
  const DeclaredOrder order(facts);
  if (order.empty()) return out;
  for (std::vector<Subject>& circle : order.contradictions()) {
    OrderBreach b;
    b.declared = std::move(circle);
    out.push_back(std::move(b));
  }
  std::set<std::tuple<Symbol, summary::Place, Symbol, summary::Place>> seen;
  for (const summary::Function& f : facts.program.functions) {
    const auto found = facts.summaries.find(f.usr);
    if (found == facts.summaries.end() || f.has(summary::fn_no_thread_safety)) continue;
    for (const Acquisition& a : found->second.acquisitions) {
      const auto taken = order.named(a.lock);
      if (!taken || (a.flags & summary::flag_try) != 0) continue;
      for (const HoldId id : facts.sets[a.holds]) {
        const Hold& hold = facts.holds[id];
        const auto held = order.named(hold.lock);
        if (!held || held->lock == taken->lock || facts.sets.contains(a.together, hold.lock)) continue;
        OrderBreach b;
        b.declared = order.chain(taken->lock, held->lock);
        if (b.declared.empty()) continue;
        if (!seen.insert({a.origin.function, a.origin.place, hold.origin.function, hold.origin.place}).second)
          continue;
        b.belief = believe(*taken, *held, facts.sets.contains(a.at.held, held_item(hold.lock, hold.mode)));
        b.entry = f.usr;
        b.hold = id;
        b.lock = a.lock;
        b.held = a.at.held;
        b.origin = a.origin;
        out.push_back(std::move(b));
      }
    }
  }
  return out;
}

} // namespace burler::detect
