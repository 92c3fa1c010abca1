// What leaving out alone does not reach (delta_debugging.h): a chain of context switches, first to one
// thread, from there to the next and so on, of which only the first place and the last thread matter. Each
// chain is tried as one switch from its first place to its last thread.
#pragma once

#include "sched/step.h"

#include <functional>
#include <vector>

namespace burler::harness {

/// `holds(switches)` must be true on entry and is of the result. Longest chains first; calls `holds` O(n^2)
/// times, O(n) more for each chain that became one; stops early, with the best so far, when `out_of_budget`
/// says so.
std::vector<sched::Switch> merge_switches(std::vector<sched::Switch> switches,
                                          const std::function<bool(const std::vector<sched::Switch>&)>& holds,
                                          const std::function<bool()>& out_of_budget);

} // namespace burler::harness
