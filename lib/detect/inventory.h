// The table of shared objects: what is reached by which threads, and which lock seems to guard it.
#pragma once

#include "detect/analysis.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace burler::detect {

struct InventoryRow {
  std::string name, type;
  std::vector<std::string> threads; ///< those that reach it, in user names
  std::size_t accesses = 0, writes = 0;
  std::string guard;     ///< the lock held most often, empty when none ever is
  std::size_t held = 0;  ///< at this many of `accesses`
  bool inferred = false; ///< the majority is large enough to call it the guard
  std::string verdict;   ///< "guarded", "read-only", "atomic", "ordered", "RACE"
};

/// One row per field, global or captured variable that two threads, or several instances of one, reach.
/// Sorted by name.
std::vector<InventoryRow> inventory(const Analysis& analysis);

/// Aligned columns with a head line; one line per row.
std::string to_text(const std::vector<InventoryRow>& rows);
nlohmann::json to_json(const std::vector<InventoryRow>& rows);

} // namespace burler::detect
