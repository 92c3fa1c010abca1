// Clang's thread-safety attributes as contracts, checked on locksets instead of on scopes (Hutchins et al.,
// "C/C++ Thread Safety Analysis", SCAM 2014): unique_lock and shared_lock, moved and returned guards,
// aliases, helpers that are only called with the lock held and lambdas run under the caller's lock are
// understood without annotations of their own. Deviations: a lock that only some paths hold lowers the
// belief; constructors and destructors may do what they like with their own object, and so may what they
// call.
#pragma once

#include "detect/analysis.h"

#include <vector>

namespace burler::detect {

struct Breach {
  enum class Kind : std::uint8_t {
    guarded,     ///< GUARDED_BY: the lock is not held
    pointee,     ///< PT_GUARDED_BY: the lock is not held
    reader_lock, ///< written while the lock is held in shared mode only
    required,    ///< REQUIRES of a called function: the lock is not held
    excluded,    ///< EXCLUDES of a called function: the lock is held
    not_taken,   ///< ACQUIRE of the function itself: it can return without the lock
    not_given,   ///< RELEASE of the function itself: it can return with the lock
  };
  Kind kind = Kind::guarded;
  Belief belief = Belief::high;
  Symbol entry;    ///< the function whose callers see the breach
  PathId path = 0; ///< what is accessed; 0 for calls
  bool write = false;
  Symbol callee;   ///< calls, not_taken, not_given: the function with the attribute
  PathId lock = 0; ///< the lock that the attribute names, in terms of `entry`
  SetId held = 0;
  Origin origin;
};

/// One per source place and lock, in the order of the program. Linear in the records of the summaries.
std::vector<Breach> find_breaches(const Analysis& analysis);

} // namespace burler::detect
