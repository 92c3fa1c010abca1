// ddmin of Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (IEEE TSE 28(2), 2002):
// a smallest list, in the sense that no single element can be left out, for which `holds` is still true.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

namespace burler::harness {

/// `holds(items)` must be true on entry. Calls `holds` O(n^2) times at worst, usually O(n log n); stops
/// early, with the best so far, when `out_of_budget` says so. Tries the empty list first: many defects need
/// no switch at all.
template <typename T>
std::vector<T> minimise(std::vector<T> items, const std::function<bool(const std::vector<T>&)>& holds,
                        const std::function<bool()>& out_of_budget) {
  if (!items.empty() && holds({})) return {};
  for (std::size_t parts = 2; items.size() >= 2;) {
    parts = std::min(parts, items.size());
    bool reduced = false;
    for (std::size_t part = 0; part < parts && !reduced; ++part) {
      if (out_of_budget()) return items;
      const std::size_t from = items.size() * part / parts, to = items.size() * (part + 1) / parts;
      std::vector<T> rest(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(from));
      rest.insert(rest.end(), items.begin() + static_cast<std::ptrdiff_t>(to), items.end());
      if (!holds(rest)) continue;
      items = std::move(rest);
      parts = std::max<std::size_t>(parts - 1, 2);
      reduced = true;
    }
    if (reduced) continue;
    if (parts == items.size()) break;
    parts *= 2;
  }
  return items;
}

} // namespace burler::harness
