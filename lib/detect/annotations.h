// Thread-safety attributes that the program keeps already: for fields and globals whose guard was inferred,
// and for private methods that are only called with the lock held (MongoDB's practice: infer, write down, and
// let the compiler enforce it from then on).
#pragma once

#include "detect/analysis.h"

#include <string>
#include <vector>

namespace burler::detect {

struct Annotation {
  enum class Kind { guarded_by, pt_guarded_by, requires_lock } kind = Kind::guarded_by;
  SourcePlace place; ///< of the name in its declaration
  std::string name;  ///< unqualified
  std::string lock;  ///< as the attribute names it
};

/// By place. The lock is held at all accesses, or at two thirds of them while the others are reported.
/// Left out: locks of another object, atomics, constants, objects that synchronise, what has an attribute.
/// Linear in the accesses.
std::vector<Annotation> find_annotations(const Analysis& analysis);

} // namespace burler::detect
