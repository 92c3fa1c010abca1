// What may go wrong with an operation although nobody did anything wrong: a choice of the schedule like any
// other. Two sorts: what the standards permit at any time, and resources that run out.
#pragma once

#include <cstdint>

namespace burler::sched {

/// The numbers are part of the runtime's protocol, the names of recordings and of the command line: append
/// only.
enum class Fault : std::uint8_t {
  none = 0,
  spurious_wake = 1,   ///< a condition wait ends without a signal ([thread.condition.condvar]; POSIX)
  try_lock = 2,        ///< try_lock of a free C++ mutex fails ([thread.mutex.requirements.mutex])
  weak_cas = 3,        ///< compare_exchange_weak of equal values fails ([atomics.types.operations])
  thread_creation = 4, ///< EAGAIN: too many threads
  allocation = 5,      ///< malloc returns null, new throws bad_alloc
  short_io = 6,        ///< read, recv, write and send move fewer bytes than they could
};
inline constexpr std::uint8_t fault_count = 7;

/// Sets of faults are masks of these.
constexpr std::uint32_t bit(Fault fault) { return 1u << static_cast<unsigned>(fault); }

/// Those that every schedule may contain.
inline constexpr std::uint32_t permitted_faults =
    bit(Fault::spurious_wake) | bit(Fault::try_lock) | bit(Fault::weak_cas);

/// "spurious-wake", ...; "none" for Fault::none, "?" for an unknown number.
const char* name_of(Fault fault);
/// Fault::none when there is no such name.
Fault fault_of(const char* name);

} // namespace burler::sched
