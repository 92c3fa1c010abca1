#include "detect/contracts.h"

#include "detect/type_facts.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>

namespace burler::detect {
namespace {

using summary::Attribute;
using summary::EventKind;

/// How a function comes to be entered.
struct Entries {
  std::unordered_set<Symbol> called, started;

  explicit Entries(const summary::Program& program) {
    for (const summary::Function& f : program.functions)
      for (const summary::Block& block : f.blocks)
        for (const summary::Event& e : block.events)
          if (e.callee && e.callee != f.usr) note(program, e);
  }
  void note(const summary::Program& program, const summary::Event& e) {
    if (e.kind == EventKind::closure) return;
    auto& into = e.kind == EventKind::fork ? started : called;
    into.insert(e.callee);
    if (const auto more = program.overriders.find(e.callee); more != program.overriders.end())
      for (const std::uint32_t i : more->second)
        into.insert(program.functions[i].usr);
  }
};

class Checker {
public:
  explicit Checker(const Analysis& analysis)
      : facts_(*analysis.facts), program_(*analysis.program), entries_(program_) {}

  std::vector<Breach> run() {
    for (const summary::Function& f : program_.functions) {
      const auto found = facts_.summaries.find(f.usr);
      if (found == facts_.summaries.end() || f.has(summary::fn_no_thread_safety)) continue;
      const Belief belief = entered(f);
      if (belief == Belief::none) continue;
      for (const Access& a : found->second.accesses)
        check(f, belief, a);
      for (const Demand& d : found->second.demands)
        check(f, belief, d);
    }
    for (const summary::Function& f : program_.functions)
      if (const auto found = facts_.summaries.find(f.usr); found != facts_.summaries.end())
        check_effect(f, found->second);
    return std::move(breaches_);
  }

private:
  /// Functions with known callers are judged where they are called.
  Belief entered(const summary::Function& f) const {
    if (entries_.started.contains(f.usr) || f.has(summary::fn_entry)) return Belief::high;
    if (f.has(summary::fn_lambda)) return Belief::none;
    const bool proof = std::any_of(f.formals.begin(), f.formals.end(), [](const summary::Variable& v) {
      return v.type.has(summary::type_guard); // the caller shows that it holds the lock
    });
    if (!entries_.called.contains(f.usr)) return proof ? Belief::low : Belief::high;
    return f.has(summary::fn_public) && f.has(summary::fn_method) ? Belief::low : Belief::none;
  }

  bool exempt(const summary::Function& f, const Origin& origin, PathId path) const {
    const summary::Function* where = program_.function(origin.function);
    if (where != nullptr && where->has(summary::fn_no_thread_safety)) return true;
    const PathRoot& root = facts_.paths[path].root;
    const bool life = f.has(summary::fn_constructor) || f.has(summary::fn_destructor);
    if (root.kind == RootKind::self) return life;
    if (root.kind == RootKind::global) return false;
    return root.kind != RootKind::formal || root.entity != f.usr || facts_.paths.is_derived(root);
  }

  void check(const summary::Function& f, Belief belief, const Access& a) {
    if (a.atomic || exempt(f, a.origin, a.path)) return;
    const AccessPath path = facts_.paths[a.path];
    if (path.root.kind == RootKind::global)
      if (const summary::Global* g = program_.global(path.root.entity);
          g != nullptr && g->guarded_by && hops(path, 0) == 0)
        need(f, belief, a, 0, g->guarded_by, Breach::Kind::guarded);
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
      if (path.steps[i].kind != StepKind::field) continue;
      const summary::Field* field = program_.field(path.steps[i].owner, path.steps[i].name);
      if (field == nullptr) continue;
      const PathId object = facts_.paths.prefix(a.path, i);
      if (field->guarded_by && hops(path, i + 1) == 0)
        need(f, belief, a, object, field->guarded_by, Breach::Kind::guarded);
      if (field->pt_guarded_by && hops(path, i + 1) == 1)
        need(f, belief, a, object, field->pt_guarded_by, Breach::Kind::pointee);
    }
  }

  /// ACQUIRE and RELEASE of a function with a body: what it does to the lock that the attribute names. A
  /// lock's own lock() and a scope's constructor say what they mean only by their attributes.
  void check_effect(const summary::Function& f, const Summary& s) {
    if (f.blocks.empty() || !s.returns || s.truncated || f.has(summary::fn_no_thread_safety) ||
        f.has(summary::fn_constructor) || f.has(summary::fn_destructor))
      return;
    for (const Attribute& a : f.attributes) {
      const bool takes = a.kind == Attribute::acquires || a.kind == Attribute::acquires_shared;
      if ((!takes && a.kind != Attribute::releases) || a.path.steps.empty()) continue;
      const PathId lock = facts_.paths.intern(a.path);
      if (lock == 0 || !is_followed(lock)) continue;
      const PathId inner = inner_lock(facts_.context(), lock);
      const auto in = [&](SetId set) {
        return facts_.sets.contains(set, lock) || facts_.sets.contains(set, inner);
      };
      const bool held = holds(s.exit, lock, LockMode::exclusive) || holds(s.exit, lock, LockMode::shared) ||
                        !facts_.sets.disjoint(s.returned_guard, items_of(lock, inner));
      if (takes ? held : in(s.exit.released) && !held) continue;
      Breach b;
      b.kind = takes ? Breach::Kind::not_taken : Breach::Kind::not_given;
      b.callee = f.usr;
      add(f, in(s.exit.maybe) || in(s.exit.released) ? Belief::medium : Belief::high, std::move(b), lock,
          s.exit, {f.usr, f.place, 0});
    }
  }

  SetId items_of(PathId lock, PathId inner) {
    SetTable::Items items;
    for (const PathId l : {lock, inner})
      for (const LockMode mode : {LockMode::exclusive, LockMode::shared})
        items.push_back(held_item(l, mode));
    return facts_.sets.intern(std::move(items));
  }

  /// Operations on the lock are seen: a modelled lock, or a class whose methods declare what they do.
  bool is_followed(PathId lock) {
    const summary::Type* type = declared_type(program_, facts_.paths, facts_.paths[lock]);
    if (type == nullptr) return false;
    if (type->has(summary::type_lock) || inner_lock(facts_.context(), lock) != lock) return true;
    return std::any_of(program_.functions.begin(), program_.functions.end(), [&](const summary::Function& f) {
      return f.class_usr && f.class_usr == type->class_usr &&
             std::any_of(f.attributes.begin(), f.attributes.end(),
                         [](const Attribute& a) { return a.kind == Attribute::acquires; });
    });
  }

  static std::ptrdiff_t hops(const AccessPath& path, std::size_t from) {
    return std::count_if(path.steps.begin() + static_cast<std::ptrdiff_t>(from), path.steps.end(),
                         [](const PathStep& s) { return s.kind == StepKind::deref; });
  }

  void need(const summary::Function& f, Belief belief, const Access& a, PathId object,
            const AccessPath& guard, Breach::Kind kind) {
    PathId lock = 0;
    if (guard.root.kind == RootKind::global)
      lock = facts_.paths.intern(guard);
    else if (guard.root.kind == RootKind::self && object != 0)
      lock = facts_.paths.join(object, guard, 0);
    if (lock == 0 || holds(a.at, lock, LockMode::exclusive)) return;
    const bool shared = holds(a.at, lock, LockMode::shared);
    if (shared && !a.write) return;
    Breach b;
    b.kind = shared ? Breach::Kind::reader_lock : kind;
    b.path = a.path;
    b.write = a.write;
    add(f, belief, std::move(b), lock, a.at, a.origin);
  }

  void check(const summary::Function& f, Belief belief, const Demand& d) {
    if (d.lock == 0 || exempt(f, d.origin, d.lock)) return;
    const bool held = holds(d.at, d.lock, LockMode::exclusive);
    const bool shared = holds(d.at, d.lock, LockMode::shared);
    Breach b;
    b.callee = d.callee;
    if (d.kind == Attribute::excludes) {
      if (!held && !shared) return;
      b.kind = Breach::Kind::excluded;
    } else {
      if (held || (shared && d.kind == Attribute::requires_shared)) return;
      b.kind = Breach::Kind::required;
    }
    add(f, belief, std::move(b), d.lock, d.at, d.origin);
  }

  void add(const summary::Function& f, Belief belief, Breach b, PathId lock, const PointState& at,
           const Origin& origin) {
    const bool effect = b.kind == Breach::Kind::not_taken || b.kind == Breach::Kind::not_given;
    if (!effect && (facts_.sets.contains(at.maybe, lock) ||
                    facts_.sets.contains(at.maybe, inner_lock(facts_.context(), lock))))
      belief = Belief::low;
    if (facts_.paths[lock].root.kind == RootKind::formal) belief = std::min(belief, Belief::medium);
    b.belief = belief;
    b.entry = f.usr;
    b.lock = lock;
    b.held = at.held;
    b.origin = origin;
    const auto key = std::tuple(origin.function, origin.place, subject_of(facts_, lock), b.kind);
    const auto [entry, fresh] = known_.try_emplace(key, breaches_.size());
    if (fresh)
      breaches_.push_back(std::move(b));
    else if (breaches_[entry->second].belief < b.belief)
      breaches_[entry->second] = std::move(b);
  }

  bool holds(const PointState& at, PathId lock, LockMode mode) {
    return facts_.sets.contains(at.held, held_item(lock, mode)) ||
           facts_.sets.contains(at.held, held_item(inner_lock(facts_.context(), lock), mode));
  }

  Facts& facts_;
  const summary::Program& program_;
  Entries entries_;
  std::map<std::tuple<Symbol, summary::Place, Subject, Breach::Kind>, std::size_t> known_;
  std::vector<Breach> breaches_;
};

} // namespace

std::vector<Breach> find_breaches(const Analysis& analysis) { return Checker(analysis).run(); }

} // namespace burler::detect
