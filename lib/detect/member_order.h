// Members and the thread of their object: which members the thread uses that are not there yet when it
// starts, or not there any more when it ends. Members are initialised in the order of their declaration and
// destroyed in the opposite order (C++ [class.base.init], [class.dtor]).
#pragma once

#include "detect/thread_life.h"

#include <vector>

namespace burler::detect {

struct MemberThread {
  EventRef fork;
  Subject handle; ///< the field with the handle
  HandleKind kind = HandleKind::none;
  bool in_initialiser = false; ///< started while the field itself is initialised
};

/// Threads and tasks whose handle is a member of an object and which run on that object.
std::vector<MemberThread> member_threads(const EventIndex& index);

/// Uses by the thread of members declared after its handle, one per member. Only members whose construction
/// or destruction does something: objects, containers, locks, and (for the start) whatever has an
/// initialiser.
std::vector<EventRef> uses_of_later_members(const EventIndex& index, const MemberThread& thread,
                                            bool at_start);

} // namespace burler::detect
