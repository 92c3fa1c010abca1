#include "event/vector_clock.h"

namespace burler {

void VectorClock::set(ThreadNumber thread, std::uint32_t clock) {
  if (thread >= clocks_.size()) clocks_.resize(thread + 1u);
  clocks_[thread] = clock;
}

void VectorClock::join(const VectorClock& other) {
  if (other.clocks_.size() > clocks_.size()) clocks_.resize(other.clocks_.size());
  for (std::uint32_t i = 0; i < other.clocks_.size(); ++i)
    if (other.clocks_[i] > clocks_[i]) clocks_[i] = other.clocks_[i];
}

bool VectorClock::within(const VectorClock& other) const {
  for (std::uint32_t i = 0; i < clocks_.size(); ++i)
    if (clocks_[i] > other.get(static_cast<ThreadNumber>(i))) return false;
  return true;
}

} // namespace burler
