// A small seeded generator (SplitMix64, Steele, Lea and Flood, OOPSLA 2014): 8 bytes of state, so that
// drawing a number costs an instrumented run one read and one write.
#pragma once

#include <cstddef>
#include <cstdint>

namespace burler::workload {

class Random {
public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }
  /// Uniform in [0, bound); bound > 0.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  /// Uniform in [-1, 1).
  float symmetric() { return static_cast<float>(static_cast<double>(next() >> 11) * 0x1.0p-52 - 1.0); }

private:
  std::uint64_t state_;
};

} // namespace burler::workload
