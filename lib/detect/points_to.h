// Which objects a pointer in memory may point to, whatever the order of execution: an inclusion-based,
// field-sensitive analysis (Andersen, "Program analysis and specialization for the C programming language",
// 1994; fields as in Pearce, Kelly, Hankin, TOPLAS 2007) over the stores of all threads. Allocation sites are
// told apart per calling context by the names that path_table.h gives them. Elements of an array are one
// cell; targets keep the element that was named.
#pragma once

#include "detect/function_summary.h"

#include <map>
#include <unordered_map>
#include <vector>

namespace burler::detect {

class PointsTo {
public:
  explicit PointsTo(Facts& facts) : facts_(facts) {}

  /// `key` receives the address of `target` (by reference), or what `target` holds. Paths of the whole
  /// program.
  void add(PathId key, PathId target, bool by_reference);
  /// Rounds over all stores until nothing changes; sets that grow beyond a bound become "anything".
  void solve();

  /// The objects that the pointer at `pointer` may point to; null when nothing or anything.
  const std::vector<PathId>* pointees(PathId pointer) const;
  /// The objects that the path may name, every pointer on it followed; empty when one of them is not known.
  std::vector<PathId> objects(PathId path) const;
  /// The object that `path` names when its step number `deref` is replaced by a pointee.
  PathId through(PathId pointee, PathId path, std::size_t deref) const;
  /// Number of the first step that follows a pointer, or the number of steps.
  std::size_t first_deref(PathId path) const;
  /// Some global, or thing of another root that is reachable from a global, leads to this root.
  bool reachable_from_globals(const PathRoot& root) const;

  static constexpr std::size_t most_pointees = 12;

private:
  struct Store {
    PathId key, target;
    bool by_reference;
    auto operator<=>(const Store&) const = default;
  };
  struct Cell {
    std::vector<PathId> targets; ///< sorted
    bool anything = false;
  };

  PathId cell_of(PathId path) const;
  bool fits(PathId object, PathId path, std::size_t deref) const;
  void walk(PathId path, std::vector<PathId>& out, int depth, bool& unknown) const;
  Cell& cell(PathId path);
  bool insert(PathId place, PathId target);
  bool copy_contents(PathId to, PathId from);
  void find_reachable();

  Facts& facts_;
  std::vector<Store> stores_;
  std::unordered_map<PathId, Cell> cells_;
  std::map<PathRoot, std::vector<PathId>> cells_of_root_; ///< in the order of their making
  std::vector<PathRoot> reachable_;                       ///< sorted
};

} // namespace burler::detect
