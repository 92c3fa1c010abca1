#include "tsan/noise_choice.h"

#include <gtest/gtest.h>

namespace burler::tsan {
namespace {

unsigned noisy(std::uint64_t seed, std::uint32_t visits, unsigned points) {
  unsigned count = 0;
  for (unsigned i = 0; i < points; ++i)
    count += choose(seed, visits).noise != Noise::none;
  return count;
}

TEST(NoiseChoice, HotPlacesGetLess) {
  const unsigned fresh = noisy(1, 0, 100'000), warm = noisy(1, 200, 100'000),
                 hot = noisy(1, 1u << 30, 100'000);
  EXPECT_NEAR(fresh, 12'500, 400); // 1 in 8
  EXPECT_NEAR(warm, 12'500 / 4, 250);
  EXPECT_GT(hot, 0u);
  EXPECT_LT(hot, 250u);
}

TEST(NoiseChoice, HalvesWithEachDoublingUpToALimit) {
  EXPECT_EQ(halvings(0), 0u);
  EXPECT_EQ(halvings(63), 0u);
  EXPECT_EQ(halvings(64), 1u);
  EXPECT_EQ(halvings(127), 1u);
  EXPECT_EQ(halvings(128), 2u);
  EXPECT_EQ(halvings(~0u), most_halvings);
}

TEST(NoiseChoice, TheSeedDecides) {
  std::uint64_t a = 7, b = 7, c = 8;
  bool other = false;
  for (int i = 0; i < 1000; ++i) {
    const Choice x = choose(a, 0), y = choose(b, 0), z = choose(c, 0);
    EXPECT_EQ(x.noise, y.noise);
    EXPECT_EQ(x.microseconds, y.microseconds);
    EXPECT_LE(x.microseconds, 1000u);
    other |= x.noise != z.noise;
  }
  EXPECT_TRUE(other);
}

} // namespace
} // namespace burler::tsan
