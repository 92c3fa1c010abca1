// Check-then-initialise without a lock that spans both: double-checked locking with a plain flag or pointer
// (Meyers and Alexandrescu, "C++ and the Perils of Double-Checked Locking", 2004), unguarded caches in
// statics and const methods, and operator[] of a map that others fill once.
#pragma once

#include "detect/analysis.h"

#include <vector>

namespace burler::detect {

struct LazyInit {
  enum class Kind : std::uint8_t {
    double_checked, ///< tested without the lock under which it is set
    unguarded,      ///< tested and set without any lock
    lookup,         ///< operator[] outside the one-time initialiser that fills the map
  };
  Kind kind = Kind::unguarded;
  Belief belief = Belief::medium;
  Symbol function;
  const Access* test = nullptr; ///< lookup: the look-up
  const Access* set = nullptr;
  bool early = false; ///< the flag is set before the value it announces
};

/// One per function and variable. Linear in the records, times the branches of a function.
std::vector<LazyInit> find_lazy_inits(const Analysis& analysis);

} // namespace burler::detect
