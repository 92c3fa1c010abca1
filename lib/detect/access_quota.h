// Bounds what a function repeats of the functions it calls: a logger called a hundred times touches the same
// memory in the same way each time.
#pragma once

#include "detect/function_summary.h"

#include <unordered_map>

namespace burler::detect {

/// Admits the accesses of called functions that tell something new. Accesses alike are those of one path, of
/// one kind, with the same locks, order and conditions; of these `most_alike` at different places are kept,
/// so that a report still names more than one line. O(1) an access.
class AccessQuota {
public:
  bool admits(const Access& access);

  static constexpr std::size_t most_alike = 4;

private:
  struct Alike {
    PathId path;
    PointState at;
    SetId followed;
    std::uint32_t flags;
    unsigned kind; ///< write, atomic, conditional and relaxed, a bit each
    bool operator==(const Alike& o) const = default;
  };
  struct Hash {
    std::size_t operator()(const Alike& a) const;
  };
  struct Places {
    std::size_t count = 0;
    std::pair<Symbol, summary::Place> known[most_alike];
  };
  std::unordered_map<Alike, Places, Hash> kept_;
};

} // namespace burler::detect
