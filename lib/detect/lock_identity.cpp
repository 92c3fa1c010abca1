#include "detect/lock_identity.h"

#include "detect/repeated_allocation.h"

#include <algorithm>
#include <cctype>

namespace burler::detect {
namespace {

bool literal(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
}

/// Names one thing in the whole program.
bool exact(const Facts& facts, PathId lock) {
  const AccessPath& path = facts.paths[lock];
  if (facts.paths.is_merged(facts.paths.original(path.root))) return false;
  return std::none_of(path.steps.begin(), path.steps.end(), [&](const PathStep& s) {
    return s.kind == StepKind::deref || s.kind == StepKind::storage ||
           (s.kind == StepKind::index && !literal(facts.program.symbols.text(s.name)));
  });
}

/// Number of the last index on the way to the lock, or -1.
std::ptrdiff_t last_index(const Facts& facts, PathId lock) {
  const auto& steps = facts.paths[lock].steps;
  for (std::size_t i = steps.size(); i-- > 0;)
    if (steps[i].kind == StepKind::index) return static_cast<std::ptrdiff_t>(i);
  return -1;
}

bool elements_of_one_array(const Facts& facts, PathId a, PathId b) {
  const AccessPath &x = facts.paths[a], &y = facts.paths[b];
  if (x.root != y.root || x.steps.size() != y.steps.size() || last_index(facts, a) < 0) return false;
  for (std::size_t i = 0; i < x.steps.size(); ++i) {
    const bool indexed = x.steps[i].kind == StepKind::index && y.steps[i].kind == StepKind::index;
    if (!indexed && x.steps[i] != y.steps[i]) return false;
  }
  return true;
}

enum class Choice { same, other, none };

/// Did the side choose the accessed element by the index by which it chose the lock?
Choice choice(const Facts& facts, const Instance& side, PathId lock) {
  const PathStep index = facts.paths[lock].steps[static_cast<std::size_t>(last_index(facts, lock))];
  bool any = false;
  for (const PathId path : {side.path, side.named, side.access->raw})
    for (const PathStep& s : facts.paths[path].steps) {
      if (s.kind != StepKind::index || facts.program.symbols.text(s.name).empty()) continue;
      any = true;
      if (s == index && !facts.program.symbols.text(index.name).empty()) return Choice::same;
    }
  return any ? Choice::other : Choice::none;
}

Belief elements_apart(VoteContext& context, const Pair& pair, PathId a, PathId b) {
  const Facts& facts = context.facts;
  const auto text = [&](PathId lock) -> const std::string& {
    const auto& steps = facts.paths[lock].steps;
    return facts.program.symbols.text(steps[static_cast<std::size_t>(last_index(facts, lock))].name);
  };
  const bool fixed_a = literal(text(a)), fixed_b = literal(text(b));
  if (fixed_a && fixed_b) return a == b ? Belief::none : Belief::high;
  const Choice x = choice(facts, pair.a, a), y = choice(facts, pair.b, b);
  if (x == Choice::same && y == Choice::same) return Belief::none;
  if ((x == Choice::same && y == Choice::other) || (x == Choice::other && y == Choice::same))
    return Belief::medium;
  if (a == b) return Belief::none;
  return x == Choice::none && y == Choice::none && fixed_a != fixed_b ? Belief::medium : Belief::low;
}

/// The path is a member-less variable of the program that points to the lock.
bool is_variable(const AccessPath& path) {
  return path.root.kind == RootKind::global && path.steps.size() == 1;
}

/// A local pointer, or a variable of the program, was given one of several locks, while the object is always
/// the same: the choice cannot go with the object.
bool chosen_here(const Facts& facts, PathId lock, const std::vector<PathId>& among, const Instance& side) {
  const AccessPath& path = facts.paths[lock];
  return among.size() > 1 && !side.may() && exact(facts, side.path) &&
         (is_variable(path) || facts.paths.original(path.root).kind == RootKind::local);
}

/// Two variables of the program hold locks of one allocation that a loop repeats: each may hold another
/// round's.
bool two_variables(const Facts& facts, const Pair& pair, PathId a, PathId b, PathId object) {
  return is_variable(facts.paths[a]) && is_variable(facts.paths[b]) && !pair.a.may() && !pair.b.may() &&
         exact(facts, pair.a.path) && exact(facts, pair.b.path) &&
         made_in_loop(facts, facts.paths[object].root);
}

} // namespace

Belief apart(VoteContext& context, const Pair& pair, PathId a, PathId b) {
  const Facts& facts = context.facts;
  if (elements_of_one_array(facts, a, b)) return elements_apart(context, pair, a, b);
  if (a == b) return Belief::none;
  const bool exact_a = exact(facts, a), exact_b = exact(facts, b);
  if (exact_a && exact_b) return Belief::high;
  const PointsTo& points_to = context.tree.points_to();
  const std::vector<PathId> x = points_to.objects(a), y = points_to.objects(b);
  if (x.size() == 1 && x == y)
    return two_variables(facts, pair, a, b, x.front()) ? Belief::medium : Belief::none;
  if (subject_of(facts, a) == subject_of(facts, b)) return Belief::low;
  const bool overlap =
      std::any_of(x.begin(), x.end(), [&](PathId o) { return std::find(y.begin(), y.end(), o) != y.end(); });
  if (overlap)
    return chosen_here(facts, a, x, pair.a) || chosen_here(facts, b, y, pair.b) ? Belief::medium
                                                                                : Belief::low;
  return exact_a || exact_b ? Belief::high : Belief::medium;
}

} // namespace burler::detect
