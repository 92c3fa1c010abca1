// How much noise a point gets. Adaptive sampling as LiteRace has it (Marino et al., PLDI 2009): the first
// visits of a thread to a place are worth most, a place visited again and again is sampled less and less.
// Deviation: no bursts; the rate halves each time the number of visits has doubled, and stays above zero.
#pragma once

#include <cstdint>

namespace burler::tsan {

enum class Noise : std::uint8_t { none, yield, pause, long_pause };

struct Choice {
  Noise noise;
  std::uint32_t microseconds; ///< of a pause
};

/// Visits below this are all sampled at the full rate.
inline constexpr std::uint32_t full_rate_visits = 64;
inline constexpr unsigned most_halvings = 7;

/// 0 for the first visits, then one more each time their number has doubled.
constexpr unsigned halvings(std::uint32_t visits) {
  unsigned count = 0;
  while (count < most_halvings && visits >= full_rate_visits << count)
    ++count;
  return count;
}

/// Advances `state` (xorshift64, never 0), so that a thread's choices depend on its seed and its own path
/// only. At the full rate about 1 in 8 points yields, 1 in 64 pauses for 1..64 us, 1 in 1024 for 1 ms.
constexpr Choice choose(std::uint64_t& state, std::uint32_t visits) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  if (((state >> 50) & ((1u << halvings(visits)) - 1)) != 0) return {Noise::none, 0};
  const std::uint64_t draw = state >> 20;
  if ((draw & 7) != 0) return {Noise::none, 0};
  if ((draw & 63) != 0) return {Noise::yield, 0};
  if ((draw & 1023) == 0) return {Noise::long_pause, 1000};
  return {Noise::pause, static_cast<std::uint32_t>(1 + (draw >> 10) % 64)};
}

} // namespace burler::tsan
