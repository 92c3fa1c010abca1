// Interned access paths, and roots renamed per calling context ("heap cloning"): the local or allocation of a
// callee gets a name of its own per call site, so that two calls of one factory make two objects.
#pragma once

#include "event/access_path.h"

#include <cstdint>
#include <deque>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace burler::detect {

/// 0 is "no path".
using PathId = std::uint32_t;

class PathTable {
public:
  PathTable();
  PathTable(const PathTable&) = delete;
  PathTable& operator=(const PathTable&) = delete;

  /// Paths longer than `longest` steps become "no path": recursion over list nodes stays finite.
  PathId intern(const AccessPath& path);
  const AccessPath& operator[](PathId id) const { return paths_[id]; }
  PathId root_of(PathId id);
  /// The path without its last step; itself when it is a bare root. O(1) but for the first time.
  PathId parent(PathId id);
  /// The first `count` steps of the path.
  PathId prefix(PathId id, std::size_t count);
  /// base followed by the steps of `path` from `from` on.
  PathId join(PathId base, const AccessPath& path, std::size_t from);
  PathId add_field(PathId base, Symbol name, Symbol owner);
  PathId add_deref(PathId base);
  bool starts_with(PathId id, PathId prefix) const;
  /// The path without index texts and with `storage` and index steps removed: what a container handle is.
  PathId container_of(PathId id);

  /// The same root as seen from the caller at call event `event` of `caller`. Roots renamed `deepest` times
  /// stay as they are (recursion); they then stand for several objects: see is_merged().
  PathRoot derive(const PathRoot& root, Symbol caller, std::uint32_t event);
  /// The same root owned by one thread of the thread tree.
  PathRoot own(const PathRoot& root, std::uint32_t thread);
  /// The root as the function that has it names it.
  PathRoot original(PathRoot root) const;
  bool is_derived(const PathRoot& root) const { return renamable(root) && root.index >= first_derived; }
  bool is_merged(const PathRoot& root) const { return depth(root) >= deepest; }
  /// The owning thread of a root made by own(), or -1.
  std::int64_t owner(const PathRoot& root) const;

  static constexpr std::size_t longest = 9;
  static constexpr unsigned deepest = 6;

private:
  struct Derived {
    PathRoot from;
    std::int64_t thread = -1;
    unsigned depth = 0;
  };
  /// Ids are looked up by the path that they stand for.
  struct Hash {
    using is_transparent = void;
    const std::deque<AccessPath>* paths;
    std::size_t operator()(const AccessPath& path) const;
    std::size_t operator()(PathId id) const { return (*this)((*paths)[id]); }
  };
  struct Equal {
    using is_transparent = void;
    const std::deque<AccessPath>* paths;
    bool operator()(PathId a, PathId b) const { return a == b; }
    bool operator()(const AccessPath& a, PathId b) const { return a == (*paths)[b]; }
    bool operator()(PathId a, const AccessPath& b) const { return (*paths)[a] == b; }
  };
  using DerivedKey = std::tuple<PathRoot, std::uint32_t, std::uint64_t>;
  struct DerivedHash {
    std::size_t operator()(const DerivedKey& key) const;
  };
  static constexpr PathId unknown = ~PathId{0};
  static constexpr std::uint32_t first_derived = 1u << 24;
  static bool renamable(const PathRoot& root);
  unsigned depth(const PathRoot& root) const;
  PathRoot rename(const PathRoot& root, Symbol entity, std::uint64_t context, std::int64_t thread);

  std::deque<AccessPath> paths_;
  std::vector<PathId> parents_, roots_; ///< by path; `unknown` until asked for
  std::unordered_set<PathId, Hash, Equal> ids_;
  std::vector<Derived> derived_;
  std::unordered_map<DerivedKey, std::uint32_t, DerivedHash> derived_ids_;
};

} // namespace burler::detect
