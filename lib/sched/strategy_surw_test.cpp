#include "sched/strategy.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace burler::sched {
namespace {

constexpr std::uint64_t subject = 77;

/// One letter an operation: 'x' touches the subject, '.' something of its own, 'c' creates the next thread.
struct Program {
  std::vector<std::string> threads;
  std::size_t born = 1;
};

Strategy* make_surw(std::uint64_t seed, const std::vector<Profile::Thread>& threads) {
  std::uint64_t parameter = 0;
  const StrategyEntry* entry = find_strategy("surw", parameter);
  EXPECT_NE(entry, nullptr);
  Setup setup;
  setup.seed = seed;
  setup.profile = {&subject, threads.empty() ? 0U : 1U, threads.data(),
                   static_cast<std::uint32_t>(threads.size())};
  return entry->make(setup);
}

/// The order in which the threads touch the subject.
std::string order_of_touches(Program program, std::uint64_t seed,
                             const std::vector<Profile::Thread>& profile) {
  Strategy* strategy = make_surw(seed, profile);
  for (std::uint16_t i = 0; i < program.born; ++i)
    strategy->thread_created(i, 0);
  std::vector<std::size_t> at(program.threads.size());
  std::string order;
  for (Scene scene;; ++scene.step) {
    std::vector<Candidate> candidates;
    scene.current_index = -1;
    for (std::uint16_t i = 0; i < program.born; ++i) {
      if (at[i] == program.threads[i].size()) continue;
      if (i == scene.current) scene.current_index = static_cast<std::int32_t>(candidates.size());
      const char what = program.threads[i][at[i]];
      candidates.push_back(what == 'x' ? Candidate{i, Op::atomic_rmw, 1, subject}
                                       : Candidate{i, Op::lock, i + 2u, 1000u + i});
    }
    if (candidates.empty()) return order;
    scene.candidates = candidates.data();
    scene.count = static_cast<std::uint32_t>(candidates.size());
    scene.current = candidates[strategy->choose(scene)].thread;
    const char what = program.threads[scene.current][at[scene.current]++];
    if (what == 'x') order += static_cast<char>('0' + scene.current);
    if (what == 'c') strategy->thread_created(static_cast<std::uint16_t>(program.born++), scene.current);
  }
}

/// Chi-square statistic of equal chances.
double unevenness(const std::map<std::string, int>& seen, double runs) {
  double sum = 0;
  const double expected = runs / static_cast<double>(seen.size());
  for (const auto& [order, count] : seen)
    sum += (count - expected) * (count - expected) / expected;
  return sum;
}

TEST(Surw, EveryOrderOfTheChosenEventsIsEquallyLikely) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 8000; ++seed)
    ++seen[order_of_touches({{"xxx", "xxx"}, 2}, seed, {{0, 0, 3}, {0, 0, 3}})];
  EXPECT_EQ(seen.size(), 20u); // 6 over 3
  EXPECT_LT(unevenness(seen, 8000), 50) << "19 degrees of freedom, p = 0.0001";
}

TEST(Surw, OtherEventsDoNotChangeThat) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 6000; ++seed)
    ++seen[order_of_touches({{"....x....x", "xx"}, 2}, seed, {{0, 0, 2}, {0, 0, 2}})];
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_LT(unevenness(seen, 6000), 26) << "5 degrees of freedom, p = 0.0001";
}

TEST(Surw, ThreadsThatAreNotBornYetCountWithTheirParent) {
  std::map<std::string, int> seen;
  for (std::uint64_t seed = 0; seed < 6000; ++seed)
    ++seen[order_of_touches({{"c..c", "x", "xx"}, 1}, seed, {{0, 0, 0}, {0, 0, 1}, {0, 0, 2}})];
  EXPECT_EQ(seen.size(), 3u);
  EXPECT_LT(unevenness(seen, 6000), 18.5) << "2 degrees of freedom, p = 0.0001";
}

TEST(Surw, TheRareEventOfALongOrderIsReached) {
  // One thread's single event must come first of 64: a random walk does it once in 2^63 schedules.
  int first = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed)
    first += order_of_touches({{std::string(20, '.') + "x", std::string(63, 'x')}, 2}, seed,
                              {{0, 0, 1}, {0, 0, 63}})[0] == '0';
  EXPECT_NEAR(first, 4000 / 64.0, 40);
}

TEST(Surw, RunsWithoutAProfileAndWithAWrongOne) {
  const Program program{{"x.x", "xx.", "...x"}, 3};
  EXPECT_EQ(order_of_touches(program, 1, {}).size(), 5u);
  EXPECT_EQ(order_of_touches(program, 1, {{0, 0, 0}, {0, 0, 1}}).size(), 5u);
  EXPECT_EQ(order_of_touches(program, 1, {{0, 0, 9}, {0, 0, 9}, {0, 0, 9}}).size(), 5u);
}

} // namespace
} // namespace burler::sched
