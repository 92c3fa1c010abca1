// The vocabulary: what a thread can do that matters to another thread. Static and dynamic engines share it.
// If a judge needs to know something that cannot be said here, see docs/architecture.md, "The waist".
#pragma once

#include <cstdint>

namespace burler {

enum class LockMode : std::uint8_t { exclusive, shared };

/// C++ [atomics.order]; consume is treated as acquire.
enum class MemoryOrder : std::uint8_t { relaxed, acquire, release, acq_rel, seq_cst };

inline bool is_acquire(MemoryOrder o) {
  return o == MemoryOrder::acquire || o == MemoryOrder::acq_rel || o == MemoryOrder::seq_cst;
}
inline bool is_release(MemoryOrder o) {
  return o == MemoryOrder::release || o == MemoryOrder::acq_rel || o == MemoryOrder::seq_cst;
}

enum class AtomicOp : std::uint8_t {
  load,
  store,
  exchange,
  fetch,
  compare_exchange_strong,
  compare_exchange_weak
};

const char* name_of(MemoryOrder order);
const char* name_of(LockMode mode);

} // namespace burler
