// Parts of an object that are destroyed after something which their destructors still use. A class gives a
// part that it makes the address of a member; the part keeps it as a plain pointer or reference and uses it
// when it ends. Members are destroyed in the opposite order of their declaration, those of bases after those
// of the derived class (C++ [class.dtor]).
#pragma once

#include "detect/thread_life.h"

#include <vector>

namespace burler::detect {

struct LatePart {
  EventRef made; ///< where the part is constructed
  EventRef use;  ///< in the part's destructor or what it calls
  Subject part;  ///< the member that owns the part
  Subject used;  ///< the member that is gone by then
};

/// Only members whose class, or a class of its members, has a lock or a thread: what others may be at work
/// in. Left out: classes whose destructor's body does something with the part. Linear in the constructions,
/// times what destructors call.
std::vector<LatePart> find_late_parts(const EventIndex& index);

} // namespace burler::detect
