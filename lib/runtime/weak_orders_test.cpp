// What the stale-read mode is for: wrong memory orders in lock-free structures without a data race show, and
// the right ones stay silent.
#include "runtime/explore_client_test.h"

#include <gtest/gtest.h>

namespace burler::runtime {
namespace {

using testing::Client;

/// The first of `seeds` runs that fails, as a campaign makes them: one in three has a successor that
/// foresees.
int first_failure(const std::string& word, std::uint32_t flags, std::uint64_t seeds) {
  Client client(std::string(BURLER_TEST_PROGRAMS) + "/weak_orders", word.c_str());
  EXPECT_TRUE(client.alive());
  const char* strategies[] = {"random", "pos", "sticky", "pct:3"};
  const auto failed = [&] {
    const Verdict verdict = client.arena().result.verdict;
    EXPECT_TRUE(verdict == Verdict::completed || verdict == Verdict::discarded || verdict == Verdict::crashed)
        << word << ": " << name_of(verdict);
    return verdict == Verdict::crashed;
  };
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    client.request().flags = flags;
    client.run(strategies[seed % 4], seed);
    if (failed()) return static_cast<int>(seed);
    EXPECT_EQ(client.arena().result.finding_count, 0U) << word << " seed " << seed;
    if (seed % 3 || !client.arena().result.foresight_count) continue;
    client.foresee(0, strategies[seed % 4]);
    if (failed()) return static_cast<int>(seed);
  }
  return -1;
}

class WeakOrders : public ::testing::TestWithParam<int> {};

TEST_P(WeakOrders, ShowOnlyWhenReadsMayBeStale) {
  const std::string right = std::to_string(GetParam());
  EXPECT_EQ(first_failure(right, flag_weak_memory, 150), -1) << "the right orders fail";
  EXPECT_EQ(first_failure(right + "b", 0, 60), -1) << "the wrong orders fail in sequentially consistent runs";
  EXPECT_GE(first_failure(right + "b", flag_weak_memory, 1000), 0) << "the wrong orders do not show";
}

INSTANTIATE_TEST_SUITE_P(Structures, WeakOrders, ::testing::Range(0, 10));

} // namespace
} // namespace burler::runtime
