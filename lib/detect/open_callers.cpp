#include "detect/open_callers.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::detect {
namespace {

constexpr std::size_t most_per_variable = 200, most_races = 12;

/// Functions whose address is stored or passed on.
std::set<Symbol> handed_out(const summary::Program& program) {
  std::set<Symbol> out;
  const auto note = [&](const AccessPath& path) {
    if (path.root.kind == RootKind::global && path.steps.empty() &&
        program.function_index.contains(path.root.entity))
      out.insert(path.root.entity);
  };
  for (const summary::Global& g : program.globals)
    for (const summary::Event& e : g.initial)
      if (e.callee) out.insert(e.callee);
  for (const summary::Function& f : program.functions)
    for (const summary::Block& block : f.blocks)
      for (const summary::Event& e : block.events) {
        if (e.kind == summary::EventKind::assign && e.callee) out.insert(e.callee);
        for (const AccessPath& operand : e.operands)
          note(operand);
      }
  return out;
}

class Search {
public:
  Search(Analysis& analysis, const std::vector<Instance>& accesses)
      : facts_(*analysis.facts), tree_(*analysis.threads) {
    const summary::Program& program = *analysis.program;
    const bool whole =
        std::any_of(program.functions.begin(), program.functions.end(),
                    [](const summary::Function& f) { return f.has(summary::fn_main) && !f.blocks.empty(); });
    const std::set<Symbol> known = whole ? handed_out(program) : std::set<Symbol>();
    for (std::uint32_t t = 0; t < tree_.threads().size(); ++t) {
      const Thread& thread = tree_.threads()[t];
      if (thread.kind != Thread::Kind::caller || (whole && !known.contains(thread.entry))) continue;
      for (const Access& a : facts_.summaries.at(thread.entry).accesses)
        add(t, a);
    }
    if (variables_.empty()) return;
    for (const Instance& i : accesses)
      if (tree_.threads()[i.thread].kind == Thread::Kind::forked && variables_.contains(i.path) && counts(i))
        variables_[i.path].push_back(i);
  }

  std::vector<Race> run() {
    std::vector<Race> out;
    for (const auto& [path, list] : variables_) {
      std::set<std::pair<std::uint32_t, std::uint32_t>> told;
      std::size_t count = 0;
      for (std::size_t x = 0; x < list.size() && x < most_per_variable; ++x)
        for (std::size_t y = x + 1; y < list.size() && y < most_per_variable; ++y) {
          const Instance *a = &list[x], *b = &list[y];
          if (!meets(*a, *b) || count == most_races) continue;
          if (!a->access->write) std::swap(a, b);
          const bool one = told.insert(place(*a)).second, other = told.insert(place(*b)).second;
          if (!one && !other) continue;
          ++count;
          out.push_back({*a, *b, Belief::medium, Relation{true, true, -1, false}, subject_of(facts_, path)});
        }
    }
    return out;
  }

private:
  static std::pair<std::uint32_t, std::uint32_t> place(const Instance& i) {
    return {i.access->origin.place.file, i.access->origin.place.line};
  }

  static bool plain(const AccessPath& path) {
    return path.root.kind == RootKind::global &&
           std::all_of(path.steps.begin(), path.steps.end(),
                       [](const PathStep& s) { return s.kind == StepKind::field; });
  }

  bool counts(const Instance& i) const {
    const auto& held = facts_.sets[i.held];
    return !i.access->atomic && !i.access->guessed && i.maybe == 0 && !held.empty() &&
           (i.access->flags & summary::flag_init) == 0 && plain(facts_.paths[i.path]) &&
           std::all_of(held.begin(), held.end(),
                       [&](std::uint32_t item) { return plain(facts_.paths[lock_of(item)]); });
  }

  void add(std::uint32_t thread, const Access& a) {
    Instance i;
    i.thread = thread;
    i.access = &a;
    i.path = tree_.canonical(thread, a.path);
    if (i.path == 0) return;
    i.held = tree_.canonical_held(thread, a.at.held);
    i.maybe = tree_.canonical_paths(thread, a.at.maybe);
    if (facts_.sets[i.held].size() == facts_.sets[a.at.held].size() && counts(i))
      variables_[i.path].push_back(i);
  }

  bool meets(const Instance& a, const Instance& b) const {
    if (a.thread == b.thread || (!a.access->write && !b.access->write)) return false;
    const auto locks = [&](const Instance& i) {
      return facts_.sets.map(i.held, [](std::uint32_t item) { return lock_of(item); });
    };
    const auto kind = [&](const Instance& i) { return tree_.threads()[i.thread].kind; };
    return facts_.sets.disjoint(locks(a), locks(b)) &&
           (kind(a) == Thread::Kind::caller || kind(b) == Thread::Kind::caller);
  }

  Facts& facts_;
  ThreadTree& tree_;
  std::map<PathId, std::vector<Instance>> variables_;
};

} // namespace

std::vector<Race> find_open_races(Analysis& analysis, const std::vector<Instance>& accesses) {
  return Search(analysis, accesses).run();
}

} // namespace burler::detect
