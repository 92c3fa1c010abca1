// References, pointers, iterators and tensor storage that leave the critical section which guards what they
// refer to: the callee locks, the caller uses the result after the lock is gone.
#pragma once

#include "detect/analysis.h"

#include <vector>

namespace burler::detect {

struct EscapedReference {
  Belief belief = Belief::medium;
  Symbol function;
  summary::Place place; ///< of the return
  PathId path = 0;      ///< what the result refers to
  PathId lock = 0;
  bool storage = false;            ///< a tensor returned by value shares its storage
  const Instance* other = nullptr; ///< a write under the lock elsewhere
};

/// One per function. Linear in functions plus accesses.
std::vector<EscapedReference> find_escaped_references(const Analysis& analysis);

} // namespace burler::detect
