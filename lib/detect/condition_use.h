// How condition variables are used: who waits for what under which mutex, and who notifies.
// The state a wait is for is what its predicate reads, or else what the loop or branch around it tests
// (the "monitor invariant" of Hoare, CACM 1974; Mesa semantics, Lampson & Redell, CACM 1980: a woken waiter
// has to look again).
#pragma once

#include "detect/analysis.h"

#include <set>
#include <vector>

namespace burler::detect {

struct WaitSite {
  EventRef at;
  Subject condition;
  Locks mutexes;               ///< one when it is known
  bool predicate = false;      ///< the predicate is given to the wait
  bool timed = false;          ///< ends by itself
  bool in_loop = false;        ///< control can come back to it
  bool outside = false;        ///< the mutex is a parameter: a wrapper of a condition variable
  std::set<Subject> state;     ///< what is awaited
  std::vector<EventRef> tests; ///< where the state is read
};

/// All waits with a known condition variable.
std::vector<WaitSite> find_waits(const EventIndex& index);

/// Notifications of the condition by the event itself or, for a call, by what it calls.
bool notifies(const EventIndex& index, const EventRef& r, const Subject& condition);

/// What happens after a woken wait.
enum class AfterWait { tested, used, left };
/// tested: every way on looks at shared state in a branch before it uses any; used: some way uses it as it
/// is; left: the function ends first. A branch after `mutex` was given back (when it is named) tests nothing.
AfterWait after_wait(const EventIndex& index, const EventRef& wait, const Subject& mutex = {});

/// Is the event a read or write of something that other functions can reach too?
bool touches_shared(const EventIndex& index, const EventRef& r);

} // namespace burler::detect
