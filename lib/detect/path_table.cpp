#include "detect/path_table.h"

#include <algorithm>

namespace burler::detect {

PathTable::PathTable() : ids_(1024, Hash{&paths_}, Equal{&paths_}) {
  paths_.emplace_back();
  parents_.push_back(0);
  roots_.push_back(0);
}

std::size_t PathTable::Hash::operator()(const AccessPath& path) const {
  std::size_t h = static_cast<std::size_t>(path.root.kind) * 31 + path.root.index;
  h = h * 1000003 + path.root.entity.id;
  for (const PathStep& s : path.steps)
    h = (h * 1000003 + s.name.id) * 31 + static_cast<std::size_t>(s.kind);
  return h;
}

std::size_t PathTable::DerivedHash::operator()(const DerivedKey& key) const {
  const auto& [root, entity, context] = key;
  std::size_t h = static_cast<std::size_t>(root.kind) * 31 + root.index;
  h = h * 1000003 + root.entity.id;
  h = h * 1000003 + entity;
  return h * 1000003 + context;
}

PathId PathTable::intern(const AccessPath& path) {
  if (!path || path.steps.size() > longest) return 0;
  if (const auto found = ids_.find(path); found != ids_.end()) return *found;
  const auto id = static_cast<PathId>(paths_.size());
  paths_.push_back(path);
  parents_.push_back(unknown);
  roots_.push_back(unknown);
  ids_.insert(id);
  return id;
}

PathId PathTable::root_of(PathId id) {
  if (roots_[id] != unknown) return roots_[id];
  const PathId root = intern({paths_[id].root, {}});
  return roots_[id] = root;
}

PathId PathTable::parent(PathId id) {
  if (parents_[id] != unknown) return parents_[id];
  AccessPath shorter = paths_[id];
  if (!shorter.steps.empty()) shorter.steps.pop_back();
  const PathId parent = intern(shorter);
  return parents_[id] = parent;
}

PathId PathTable::prefix(PathId id, std::size_t count) {
  for (std::size_t length = paths_[id].steps.size(); length > count; --length)
    id = parent(id);
  return id;
}

PathId PathTable::join(PathId base, const AccessPath& path, std::size_t from) {
  AccessPath out = paths_[base];
  out.steps.insert(out.steps.end(), path.steps.begin() + static_cast<std::ptrdiff_t>(from), path.steps.end());
  return intern(out);
}

PathId PathTable::add_field(PathId base, Symbol name, Symbol owner) {
  AccessPath out = paths_[base];
  out.steps.push_back({StepKind::field, name, owner});
  return intern(out);
}

PathId PathTable::add_deref(PathId base) {
  AccessPath out = paths_[base];
  out.steps.push_back({StepKind::deref, {}, {}});
  return intern(out);
}

bool PathTable::starts_with(PathId id, PathId prefix) const {
  const AccessPath& a = paths_[id];
  const AccessPath& b = paths_[prefix];
  return a.root == b.root && a.steps.size() >= b.steps.size() &&
         std::equal(b.steps.begin(), b.steps.end(), a.steps.begin());
}

PathId PathTable::container_of(PathId id) {
  AccessPath out = paths_[id];
  std::erase_if(out.steps,
                [](const PathStep& s) { return s.kind == StepKind::index || s.kind == StepKind::storage; });
  return intern(out);
}

bool PathTable::renamable(const PathRoot& root) {
  return root.kind == RootKind::local || root.kind == RootKind::allocation ||
         root.kind == RootKind::call_result || root.kind == RootKind::formal || root.kind == RootKind::self;
}

unsigned PathTable::depth(const PathRoot& root) const {
  return renamable(root) && root.index >= first_derived ? derived_[root.index - first_derived].depth : 0;
}

PathRoot PathTable::rename(const PathRoot& root, Symbol entity, std::uint64_t context, std::int64_t thread) {
  const auto [entry, added] = derived_ids_.try_emplace(std::tuple{root, entity.id, context},
                                                       static_cast<std::uint32_t>(derived_.size()));
  if (added) derived_.push_back({root, thread, depth(root) + (thread < 0 ? 1 : 0)});
  return {root.kind, first_derived + entry->second, thread < 0 ? entity : root.entity};
}

PathRoot PathTable::derive(const PathRoot& root, Symbol caller, std::uint32_t event) {
  if (!renamable(root) || depth(root) >= deepest) return root;
  return rename(root, caller, event, -1);
}

PathRoot PathTable::own(const PathRoot& root, std::uint32_t thread) {
  if (!renamable(root) || owner(root) >= 0) return root;
  return rename(root, Symbol{}, (std::uint64_t{1} << 40) + thread, thread);
}

PathRoot PathTable::original(PathRoot root) const {
  while (renamable(root) && root.index >= first_derived)
    root = derived_[root.index - first_derived].from;
  return root;
}

std::int64_t PathTable::owner(const PathRoot& root) const {
  if (!renamable(root) || root.index < first_derived) return -1;
  return derived_[root.index - first_derived].thread;
}

} // namespace burler::detect
