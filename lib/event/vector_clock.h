// Vector clocks over small thread numbers: clock[t] = how much of thread t's past is known.
#pragma once

#include "base/plain_vector.h"

#include <cstdint>

namespace burler {

using ThreadNumber = std::uint16_t;

/// One point in one thread's life (FastTrack's c@t).
struct Epoch {
  ThreadNumber thread = 0;
  std::uint32_t clock = 0;
};

/// Threads beyond the end have clock 0. Operations are O(number of threads) except get and set of a known
/// thread.
class VectorClock {
public:
  std::uint32_t get(ThreadNumber thread) const { return thread < clocks_.size() ? clocks_[thread] : 0; }
  void set(ThreadNumber thread, std::uint32_t clock);
  void tick(ThreadNumber thread) { set(thread, get(thread) + 1); }
  /// Pointwise maximum.
  void join(const VectorClock& other);
  bool knows(Epoch epoch) const { return epoch.clock <= get(epoch.thread); }
  /// True when every entry is at most the other's.
  bool within(const VectorClock& other) const;
  void clear() { clocks_.clear(); }
  bool empty() const { return clocks_.empty(); }

private:
  PlainVector<std::uint32_t> clocks_;
};

} // namespace burler
