// Counters that every worker adds to and anybody may read at any time.
#pragma once

#include <atomic>
#include <cstdint>

namespace burler::workload {

struct Progress {
  std::atomic<std::uint64_t> batches{0};
  std::atomic<std::uint64_t> characters{0};
};

} // namespace burler::workload
