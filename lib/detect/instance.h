// Accesses and lock acquisitions placed in the whole program: one record per thread that performs them.
#pragma once

#include "detect/function_summary.h"
#include "detect/thread_tree.h"
#include "finding/finding.h"

namespace burler::detect {

struct Instance {
  std::uint32_t thread = 0;
  const Access* access = nullptr;                       ///< in the summary of the thread's entry
  PathId path = 0;                                      ///< canonical
  SetId held = 0, maybe = 0, awaited = 0, followed = 0; ///< canonical
  PathId named = 0; ///< the path before its pointers were replaced by what they may point to; 0: `path`
  bool may() const { return named != 0; }
};

struct LockInstance {
  std::uint32_t thread = 0;
  const Acquisition* acquisition = nullptr;
  PathId lock = 0; ///< canonical, 0 = an object only the caller knows
  SetId held = 0, together = 0;
};

/// How sure a vote, and in the end a pair, is. Ordered; `none` = cannot race.
enum class Belief : std::uint8_t { none, low, medium, high };

inline Confidence confidence_of(Belief belief) {
  return belief == Belief::high     ? Confidence::high
         : belief == Belief::medium ? Confidence::medium
                                    : Confidence::low;
}

} // namespace burler::detect
