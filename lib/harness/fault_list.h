// The faults a campaign may choose, as the command line names them.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>

namespace burler::harness {

struct FaultList {
  std::uint32_t wanted = 0; ///< sched::bit()s: in about half of the schedules, wherever they can happen
  bool permitted = true;    ///< what the standards permit at any time may happen in some schedules
};

/// "thread-creation,allocation", "all", "none" (nor what is permitted); an error lists the names.
Result<FaultList> parse_faults(const std::string& text);

/// "spurious-wake, try-lock, ...".
std::string known_faults();

} // namespace burler::harness
