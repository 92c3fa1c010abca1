#include "detect/races.h"

#include "detect/returned_objects.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace burler::detect {
namespace {

/// Bounds the quadratic part for one object that everything touches.
constexpr std::size_t most_pairs_per_object = 400000;
constexpr std::size_t most_per_subject = 12, most_kept = 20000;

/// Accesses that can overlap agree up to their last pointer hop.
PathId object_key(Facts& facts, PathId path) {
  AccessPath full = facts.paths[path];
  std::size_t end = 0;
  for (std::size_t i = 0; i < full.steps.size(); ++i) {
    if (full.steps[i].kind == StepKind::deref) end = i + 1;
    if (full.steps[i].kind == StepKind::index) full.steps[i].name = full.steps[i].owner = {};
  }
  full.steps.resize(end);
  return facts.paths.intern(full);
}

Belief judge(VoteContext& context, const std::vector<std::unique_ptr<Vote>>& votes, const Pair& pair) {
  Belief belief = Belief::high;
  for (const auto& vote : votes) {
    belief = std::min(belief, (*vote)(context, pair));
    if (belief == Belief::none) break;
  }
  return belief;
}

std::size_t stack_depth(const Facts& facts, const Instance& i) {
  std::size_t depth = 0;
  for (FrameId f = i.access->origin.stack; f != 0; f = facts.frames[f].next)
    ++depth;
  return depth;
}

bool holds(const Facts& facts, const Instance& i, const Guard* guard) {
  if (guard == nullptr) return false;
  const auto& items = facts.sets[i.held];
  return std::any_of(items.begin(), items.end(),
                     [&](std::uint32_t item) { return subject_of(facts, lock_of(item)) == guard->lock; });
}

/// The access as one to each object that its pointers may lead to; locks on the same way go with it.
class Targets {
public:
  explicit Targets(VoteContext& context)
      : context_(context), points_to_(context.tree.points_to()), returned_(context.facts) {}

  void add(const Instance& i, std::vector<Instance>& out) {
    std::vector<Instance> found;
    Instance first = i;
    first.named = i.path;
    complete_ = true;
    follow(first, found, 0);
    if (complete_) out.insert(out.end(), found.begin(), found.end());
    const PathRoot root = context_.facts.paths[i.path].root;
    if (root.kind == RootKind::global) returned_.add(first, out);
  }

private:
  void follow(const Instance& i, std::vector<Instance>& out, int depth) {
    Facts& facts = context_.facts;
    const std::size_t at = points_to_.first_deref(i.path);
    if (at == facts.paths[i.path].steps.size()) {
      if (depth > 0) out.push_back(i);
      return;
    }
    const PathId pointer = facts.paths.prefix(i.path, at), pointee = facts.paths.prefix(i.path, at + 1);
    const auto* targets = points_to_.pointees(pointer);
    if (targets == nullptr || depth >= most_hops || out.size() > most_targets) {
      complete_ = false;
      return;
    }
    for (const PathId target : std::vector<PathId>(*targets)) {
      Instance next = i;
      next.path = points_to_.through(target, i.path, at);
      if (next.path == 0) continue;
      const auto same_way = [&](PathId lock) {
        return facts.paths.starts_with(lock, pointee) ? points_to_.through(target, lock, at) : lock;
      };
      next.held = facts.sets.map(i.held, [&](std::uint32_t item) {
        const PathId lock = same_way(lock_of(item));
        return lock == 0 ? 0 : held_item(lock, mode_of(item));
      });
      next.maybe = facts.sets.map(i.maybe, same_way);
      follow(next, out, depth + 1);
    }
  }

  static constexpr int most_hops = 4;
  static constexpr std::size_t most_targets = 12;
  VoteContext& context_;
  const PointsTo& points_to_;
  ReturnedObjects returned_;
  bool complete_ = true;
};

class Chooser {
public:
  explicit Chooser(VoteContext& context) : context_(context) {}

  void pick(std::vector<Race>& found, std::vector<Race>& out) {
    std::vector<std::pair<std::tuple<int, int, std::size_t, std::size_t>, std::size_t>> order;
    for (std::size_t i = 0; i < found.size(); ++i)
      order.push_back({{-static_cast<int>(found[i].belief), reads(found[i]), cost(found[i]), i}, i});
    std::sort(order.begin(), order.end());
    std::set<Place> told;
    std::size_t count = 0;
    for (const auto& [rank, number] : order) {
      Race& race = found[number];
      const auto usage = context_.usages.find(race.subject);
      const Guard* guard = usage == context_.usages.end() ? nullptr : usage->second.write_guard();
      bool a_offends = !holds(context_.facts, race.a, guard);
      bool b_offends = !holds(context_.facts, race.b, guard);
      if (guard != nullptr && b_offends && !a_offends) {
        std::swap(race.a, race.b);
        std::swap(a_offends, b_offends);
      } else if (!race.a.access->write && race.b.access->write && a_offends == b_offends) {
        std::swap(race.a, race.b);
      }
      bool fresh = false;
      if (a_offends || (!a_offends && !b_offends)) fresh = told.insert(place(race.a)).second || fresh;
      if (b_offends || (!a_offends && !b_offends)) fresh = told.insert(place(race.b)).second || fresh;
      if (!fresh || ++count > most_per_subject) continue;
      told.insert(place(race.a));
      told.insert(place(race.b));
      out.push_back(race);
    }
  }

private:
  /// One line is one place: a read and a write in one statement are one thing to repair.
  using Place = std::tuple<std::uint32_t, std::uint32_t>;
  static Place place(const Instance& i) { return {i.access->origin.place.file, i.access->origin.place.line}; }
  static int reads(const Race& r) { return !r.a.access->write + !r.b.access->write; }
  std::size_t cost(const Race& r) const {
    return stack_depth(context_.facts, r.a) + stack_depth(context_.facts, r.b);
  }
  VoteContext& context_;
};

} // namespace

namespace {

/// Both sides name the object alike: they have met under that name already.
bool same_name(Facts& facts, const Instance& a, const Instance& b) {
  if (!a.may() && !b.may()) return false;
  const PathId x = a.may() ? a.named : a.path, y = b.may() ? b.named : b.path;
  return object_key(facts, x) == object_key(facts, y);
}

} // namespace

std::vector<Race> find_races(VoteContext context, const std::vector<Instance>& instances,
                             const std::vector<std::string>& disabled,
                             const std::function<bool(const Instance&, const Instance&)>& wanted) {
  const auto votes = all_votes(disabled);
  std::vector<Instance> reached;
  Targets targets(context);
  for (const Instance& i : instances)
    targets.add(i, reached);
  std::map<PathId, std::vector<const Instance*>> objects;
  for (const Instance& i : instances)
    objects[object_key(context.facts, i.path)].push_back(&i);
  for (const Instance& i : reached)
    objects[object_key(context.facts, i.path)].push_back(&i);
  std::map<Subject, std::vector<Race>> by_subject;
  for (const auto& [key, list] : objects) {
    std::size_t pairs = 0;
    for (std::size_t x = 0; x < list.size() && pairs < most_pairs_per_object; ++x)
      for (std::size_t y = x; y < list.size() && pairs < most_pairs_per_object; ++y) {
        const Instance &a = *list[x], &b = *list[y];
        if (!a.access->write && !b.access->write) continue;
        if (wanted && !wanted(a, b)) continue;
        ++pairs;
        if (same_name(context.facts, a, b)) continue;
        const Pair pair{a, b, context.tree.relate(a.thread, a.access->at, b.thread, b.access->at)};
        Belief belief = judge(context, votes, pair);
        if (belief == Belief::none) continue;
        if (a.may() || b.may()) belief = std::min(belief, Belief::medium);
        const Instance& longer =
            context.facts.paths[a.path].steps.size() >= context.facts.paths[b.path].steps.size() ? a : b;
        const Subject subject = subject_of(context.facts, longer.path);
        auto& known = by_subject[subject];
        if (known.size() < most_kept) known.push_back({a, b, belief, pair.relation, subject});
      }
  }
  std::vector<Race> races;
  Chooser chooser(context);
  for (auto& [subject, found] : by_subject)
    chooser.pick(found, races);
  return races;
}

} // namespace burler::detect
