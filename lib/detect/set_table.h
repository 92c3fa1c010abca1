// Interned sorted sets of numbers: the locksets, fork sets and object sets of the dataflow are compared and
// copied far more often than they are made.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <iterator>
#include <unordered_map>
#include <vector>

namespace burler::detect {

/// 0 is the empty set.
using SetId = std::uint32_t;

class SetTable {
public:
  using Items = std::vector<std::uint32_t>;
  SetTable() { intern({}); }
  SetTable(SetTable&&) = default;
  SetTable& operator=(SetTable&&) = default;

  SetId intern(Items items) {
    if (!std::is_sorted(items.begin(), items.end())) std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    const auto [entry, added] = ids_.try_emplace(std::move(items), static_cast<SetId>(sets_.size()));
    if (added) sets_.push_back(&entry->first);
    return entry->second;
  }
  const Items& operator[](SetId id) const { return *sets_[id]; }
  bool contains(SetId id, std::uint32_t item) const {
    return std::binary_search(sets_[id]->begin(), sets_[id]->end(), item);
  }
  SetId insert(SetId id, std::uint32_t item) {
    if (contains(id, item)) return id;
    Items items = *sets_[id];
    items.push_back(item);
    return intern(std::move(items));
  }
  SetId erase(SetId id, std::uint32_t item) {
    return contains(id, item) ? erase_if(id, [item](std::uint32_t i) { return i == item; }) : id;
  }
  SetId unite(SetId a, SetId b) {
    if (a == b || b == 0) return a;
    if (a == 0) return b;
    Items items;
    std::set_union(sets_[a]->begin(), sets_[a]->end(), sets_[b]->begin(), sets_[b]->end(),
                   std::back_inserter(items));
    return intern(std::move(items));
  }
  SetId intersect(SetId a, SetId b) {
    if (a == b) return a;
    if (a == 0 || b == 0) return 0;
    Items items;
    std::set_intersection(sets_[a]->begin(), sets_[a]->end(), sets_[b]->begin(), sets_[b]->end(),
                          std::back_inserter(items));
    return intern(std::move(items));
  }
  bool disjoint(SetId a, SetId b) { return intersect(a, b) == 0; }
  template <class Predicate> SetId erase_if(SetId id, Predicate predicate) {
    if (id == 0) return 0;
    Items items = *sets_[id];
    const auto size = items.size();
    std::erase_if(items, predicate);
    return items.size() == size ? id : intern(std::move(items));
  }
  /// The set of f(item), where 0 means "drop".
  template <class Map> SetId map(SetId id, Map f) {
    if (id == 0) return 0;
    Items items;
    for (const std::uint32_t item : Items(*sets_[id]))
      if (const std::uint32_t mapped = f(item); mapped != 0) items.push_back(mapped);
    return intern(std::move(items));
  }

private:
  struct Hash {
    std::size_t operator()(const Items& items) const {
      std::size_t h = items.size();
      for (const std::uint32_t item : items)
        h = (h ^ item) * 1099511628211u + (h >> 29);
      return h;
    }
  };
  std::unordered_map<Items, SetId, Hash> ids_; ///< its nodes stay where they are
  std::deque<const Items*> sets_;
};

} // namespace burler::detect
