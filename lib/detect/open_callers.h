// Races between functions that nobody in the program calls, or whose address is handed out, and that take
// locks: others may call them at any time, from any thread.
#pragma once

#include "detect/analysis.h"

namespace burler::detect {

/// Two such functions, or one and a thread of the program, that touch one variable each under a lock of its
/// own and no common one. Only accesses under exactly known locks count: taking a lock says that the author
/// reckons with other threads, where an access without one may be of a time with one thread. Medium belief.
/// `accesses` are those of the program's threads. Quadratic in the accesses to one variable, bounded.
std::vector<Race> find_open_races(Analysis& analysis, const std::vector<Instance>& accesses);

} // namespace burler::detect
