#include "event/vector_clock.h"

#include <gtest/gtest.h>

namespace burler {
namespace {

TEST(VectorClock, JoinIsThePointwiseMaximum) {
  VectorClock a, b;
  a.set(0, 3);
  a.set(2, 1);
  b.set(0, 1);
  b.set(5, 7);
  a.join(b);
  EXPECT_EQ(a.get(0), 3u);
  EXPECT_EQ(a.get(2), 1u);
  EXPECT_EQ(a.get(5), 7u);
  EXPECT_EQ(a.get(900), 0u);
  EXPECT_TRUE(b.within(a));
  EXPECT_FALSE(a.within(b));
}

TEST(VectorClock, KnowsEpochs) {
  VectorClock clock;
  clock.tick(1);
  clock.tick(1);
  EXPECT_TRUE(clock.knows({1, 2}));
  EXPECT_FALSE(clock.knows({1, 3}));
  EXPECT_FALSE(clock.knows({0, 1}));
}

} // namespace
} // namespace burler
