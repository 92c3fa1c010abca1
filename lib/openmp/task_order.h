// The order between two accesses of one thread's tasks (OpenMP 5.2, chapters 12 and 15).
#pragma once

#include "openmp/walker.h"

namespace burler::openmp {

struct TaskOrder {
  bool ordered = false; ///< one happens before the other, or both are in one task
  /// Pairs of depend items: when the two name the same memory, the tasks are ordered or exclude each other.
  std::vector<std::pair<Address, Address>> unless_equal;
};

TaskOrder task_order(const Trace& trace, const Access& a, const Access& b);

} // namespace burler::openmp
