// Threads of a team that look at rows of others: each row is named by several parts of one number (`i3 = row
// / (n2 * n1)`, `i2 = ...`, `i1 = row - ...`), the write uses all of them and a read of the same function
// leaves one out. The read then names a row of the first plane, which another thread may be writing.
#pragma once

#include "detect/teams.h"

#include <optional>
#include <string>
#include <vector>

namespace burler::detect {

struct ForeignRow {
  EventRef write; ///< or the call that writes through its argument
  EventRef read;
  AccessPath written;   ///< in the function of both
  std::string left_out; ///< the variable that the read does not use
};

/// In the order of the program. Quadratic in the indexed accesses of functions that know their thread's
/// number.
std::vector<ForeignRow> find_foreign_rows(const EventIndex& index, const Teams& teams);

} // namespace burler::detect
