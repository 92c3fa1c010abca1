// Memory of queued device operations against what follows: another stream, the host, the end of the memory's
// life. A forward walk over one function from each operation, with the set of streams and events that are
// ordered after it (vector clocks of one operation; CUDA C++ Programming Guide, "Asynchronous Concurrent
// Execution" and "API synchronization behavior"). Unknown streams, events and calls order everything.
#pragma once

#include "detect/device_ops.h"
#include "detect/instance.h"

#include <vector>

namespace burler::detect {

struct DeviceHazard {
  enum class Kind {
    streams, ///< an operation on a stream that does not wait
    host,    ///< the host reads or writes what the operation still writes
    reuse,   ///< the host writes what the operation still reads
    freed,   ///< the memory is given back
    scope,   ///< the memory is a local variable of a function that returns
  };
  Kind kind = Kind::streams;
  Belief belief = Belief::high;
  EventRef first, second; ///< the queued operation and the later event; both the same for `scope`
  std::uint32_t function = 0;
  AccessPath memory;
};

/// Each pair of places once, in the order of the program. Per operation linear in the function's blocks,
/// times at most `most_states` orders a block.
std::vector<DeviceHazard> find_device_hazards(const EventIndex& index);

} // namespace burler::detect
