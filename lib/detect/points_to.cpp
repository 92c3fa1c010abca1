#include "detect/points_to.h"

#include "detect/type_facts.h"

#include <algorithm>
#include <map>
#include <set>

namespace burler::detect {
namespace {

constexpr int most_rounds = 12, most_hops = 5;
constexpr std::size_t most_copied = 64;

} // namespace

void PointsTo::add(PathId key, PathId target, bool by_reference) {
  if (key != 0 && target != 0) stores_.push_back({key, target, by_reference});
}

/// Elements are not told apart: the cell of `a[i].p` is that of `a.p`.
PathId PointsTo::cell_of(PathId path) const {
  AccessPath out = facts_.paths[path];
  std::erase_if(out.steps, [](const PathStep& s) { return s.kind == StepKind::index; });
  return facts_.paths.intern(out);
}

std::size_t PointsTo::first_deref(PathId path) const {
  const auto& steps = facts_.paths[path].steps;
  const auto found =
      std::find_if(steps.begin(), steps.end(), [](const PathStep& s) { return s.kind == StepKind::deref; });
  return static_cast<std::size_t>(found - steps.begin());
}

const std::vector<PathId>* PointsTo::pointees(PathId pointer) const {
  const auto found = cells_.find(cell_of(pointer));
  if (found == cells_.end() || found->second.anything || found->second.targets.empty()) return nullptr;
  return &found->second.targets;
}

/// A pointee of another class than the one whose field follows came from a use of the pointer as another
/// type.
bool PointsTo::fits(PathId object, PathId path, std::size_t deref) const {
  const auto& steps = facts_.paths[path].steps;
  if (deref + 1 >= steps.size() || steps[deref + 1].kind != StepKind::field) return true;
  const AccessPath& full = facts_.paths[object];
  const summary::Type* type = declared_type(facts_.program, facts_.paths, full);
  if (type == nullptr || !type->class_usr || type->has(summary::type_pointer)) return true;
  const summary::Class* known = facts_.program.find_class(type->class_usr);
  return known == nullptr || !known->bases.empty() || known->usr == steps[deref + 1].owner;
}

PathId PointsTo::through(PathId pointee, PathId path, std::size_t deref) const {
  AccessPath out = facts_.paths[pointee];
  const AccessPath full = facts_.paths[path];
  for (std::size_t i = deref + 1; i < full.steps.size(); ++i) {
    const bool continues = full.steps[i].kind == StepKind::index && !out.steps.empty() &&
                           out.steps.back().kind == StepKind::index;
    if (!continues)
      out.steps.push_back(full.steps[i]);
    else if (facts_.program.symbols.text(out.steps.back().name) == "0")
      out.steps.back() = full.steps[i];
    else
      out.steps.back().name = {}; // the sum of two indices
  }
  return facts_.paths.intern(out);
}

void PointsTo::walk(PathId path, std::vector<PathId>& out, int depth, bool& unknown) const {
  const std::size_t at = first_deref(path);
  if (path == 0 || at == facts_.paths[path].steps.size()) {
    if (path != 0) out.push_back(path);
    return;
  }
  const std::vector<PathId>* targets = depth < most_hops ? pointees(facts_.paths.prefix(path, at)) : nullptr;
  if (targets == nullptr || out.size() > most_pointees) {
    unknown = true;
    return;
  }
  for (const PathId target : std::vector<PathId>(*targets))
    if (fits(target, path, at)) walk(through(target, path, at), out, depth + 1, unknown);
}

std::vector<PathId> PointsTo::objects(PathId path) const {
  std::vector<PathId> out;
  bool unknown = false;
  walk(path, out, 0, unknown);
  if (unknown) return {};
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

PointsTo::Cell& PointsTo::cell(PathId path) {
  const auto [entry, added] = cells_.try_emplace(path);
  if (added) cells_of_root_[facts_.paths[path].root].push_back(path);
  return entry->second;
}

bool PointsTo::insert(PathId place, PathId target) {
  Cell& c = cell(place);
  if (c.anything) return false;
  const auto at = std::lower_bound(c.targets.begin(), c.targets.end(), target);
  if (at != c.targets.end() && *at == target) return false;
  c.targets.insert(at, target);
  c.anything = c.targets.size() > most_pointees;
  return true;
}

/// Pointers in `from` and in the parts of it are copied to `to`.
bool PointsTo::copy_contents(PathId to, PathId from) {
  bool changed = false;
  const PathId source = cell_of(from), target = cell_of(to);
  const std::size_t length = facts_.paths[source].steps.size();
  std::vector<std::pair<PathId, Cell>> copied;
  if (const summary::Type* type = exact_type(facts_.program, facts_.paths, facts_.paths[source]);
      type != nullptr && type->has(summary::type_class) && !type->has(summary::type_pointer)) {
    for (const PathId cell : cells_of_root_[facts_.paths[source].root])
      if (copied.size() < most_copied && cell != source && facts_.paths.starts_with(cell, source))
        copied.emplace_back(facts_.paths.join(target, facts_.paths[cell], length), cells_.at(cell));
  }
  if (const auto whole = cells_.find(source); whole != cells_.end())
    copied.emplace_back(target, whole->second);
  for (const auto& [place, contents] : copied) {
    if (contents.anything) {
      Cell& c = cell(place);
      changed = changed || !c.anything;
      c.anything = true;
    }
    for (const PathId object : contents.targets)
      changed = insert(place, object) || changed;
  }
  return changed;
}

void PointsTo::solve() {
  std::sort(stores_.begin(), stores_.end());
  stores_.erase(std::unique(stores_.begin(), stores_.end()), stores_.end());
  bool changed = true;
  for (int round = 0; changed && round < most_rounds; ++round) {
    changed = false;
    for (const Store& store : stores_) {
      std::vector<PathId> keys, sources;
      bool unknown = false;
      walk(store.key, keys, 0, unknown);
      walk(store.target, sources, 0, unknown);
      for (const PathId key : keys)
        for (const PathId source : sources)
          changed =
              (store.by_reference ? insert(cell_of(key), source) : copy_contents(key, source)) || changed;
    }
  }
  find_reachable();
}

void PointsTo::find_reachable() {
  std::map<PathRoot, std::set<PathRoot>> leads;
  std::vector<PathRoot> open;
  std::set<PathRoot> seen;
  for (const auto& [cell, contents] : cells_)
    for (const PathId target : contents.targets) {
      const PathRoot from = facts_.paths[cell].root, to = facts_.paths[target].root;
      if (from.kind == RootKind::global)
        open.push_back(to);
      else
        leads[from].insert(to);
    }
  while (!open.empty()) {
    const PathRoot root = open.back();
    open.pop_back();
    if (!seen.insert(root).second) continue;
    for (const PathRoot& next : leads[root])
      open.push_back(next);
  }
  reachable_.assign(seen.begin(), seen.end());
}

bool PointsTo::reachable_from_globals(const PathRoot& root) const {
  return root.kind == RootKind::global || std::binary_search(reachable_.begin(), reachable_.end(), root);
}

} // namespace burler::detect
