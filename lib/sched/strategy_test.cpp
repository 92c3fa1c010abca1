#include "sched/strategy.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace burler::sched {
namespace {

/// Threads of `lengths` steps each, all always able to run; the order in which the strategy runs them.
std::string walk(const char* text, std::uint64_t seed, std::vector<int> lengths, std::uint64_t expected = 0) {
  std::uint64_t parameter = 0;
  const StrategyEntry* entry = find_strategy(text, parameter);
  EXPECT_NE(entry, nullptr) << text;
  Strategy* strategy = entry->make({seed, parameter, expected, {}});
  for (std::uint16_t i = 0; i < lengths.size(); ++i)
    strategy->thread_created(i, 0);
  std::string order;
  Scene scene;
  for (;; ++scene.step) {
    std::vector<Candidate> candidates;
    scene.current_index = -1;
    for (std::uint16_t i = 0; i < lengths.size(); ++i)
      if (lengths[i]) {
        if (i == scene.current) scene.current_index = static_cast<std::int32_t>(candidates.size());
        candidates.push_back({i, Op::lock, i + 1u, i + 1u});
      }
    if (candidates.empty()) return order;
    scene.candidates = candidates.data();
    scene.count = static_cast<std::uint32_t>(candidates.size());
    scene.current = candidates[strategy->choose(scene)].thread;
    --lengths[scene.current];
    order += static_cast<char>('0' + scene.current);
  }
}

TEST(Strategy, TableKnowsEveryNameAndRefusesOthers) {
  std::uint64_t parameter = 0;
  for (const char* name : {"default", "random", "sticky:10", "pct:3", "pos", "surw"})
    EXPECT_NE(find_strategy(name, parameter), nullptr) << name;
  for (const char* name : {"", "nothing", "pct:x", "pct:"})
    EXPECT_EQ(find_strategy(name, parameter), nullptr) << name;
  EXPECT_GE(strategy_count, 5u);
}

TEST(Strategy, ASeedRepeats) {
  for (const char* name : {"random", "sticky:20", "pct:3", "pos", "surw"})
    for (std::uint64_t seed = 0; seed < 50; ++seed)
      EXPECT_EQ(walk(name, seed, {5, 5, 5}), walk(name, seed, {5, 5, 5})) << name;
}

TEST(Strategy, DefaultDoesNotPreempt) { EXPECT_EQ(walk("default", 1, {2, 3, 1}), "001112"); }

TEST(Strategy, RandomIsUniformOverFirstSteps) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 4000; ++seed)
    ++seen[walk("random", seed, {3, 3}).substr(0, 2)];
  ASSERT_EQ(seen.size(), 4u);
  for (const auto& [order, count] : seen)
    EXPECT_NEAR(count, 1000, 150) << order; // 5 sigma = 137
}

TEST(Strategy, StickySwitchesWithItsChance) {
  int switches = 0;
  const int steps = 200 * 19;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string order = walk("sticky:10", seed, {100, 100}).substr(0, 20);
    for (std::size_t i = 1; i < order.size(); ++i)
      switches += order[i] != order[i - 1];
  }
  EXPECT_NEAR(switches, steps / 10, 95); // 5 sigma = 92
}

TEST(Strategy, PctPreemptsAtMostDepthMinusOneTimes) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const std::string order = walk("pct:3", seed, {10, 10, 10}, 30);
    int switches = 0;
    for (std::size_t i = 1; i < order.size(); ++i)
      switches += order[i] != order[i - 1];
    EXPECT_LE(switches, 2 + 2 + 2) << order; // ends of two threads, two change points, two returns
  }
}

TEST(Strategy, PctKeepsItsGuaranteeForDepthTwo) {
  // Bug: thread 0 stops exactly between its steps 4 and 5, and thread 1 runs its first step there; d = 2, n =
  // 2, k = 20.
  int hits = 0;
  for (std::uint64_t seed = 0; seed < 8000; ++seed)
    hits += walk("pct:2", seed, {10, 10}, 20).starts_with("00001");
  EXPECT_GE(hits, 8000 / (2 * 20) * 7 / 10); // the bound 1/(n k), less the noise
}

TEST(Strategy, PosReachesEveryOrderOfSmallPrograms) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    ++seen[walk("pos", seed, {2, 2})];
  EXPECT_EQ(seen.size(), 6u);
}

} // namespace
} // namespace burler::sched
