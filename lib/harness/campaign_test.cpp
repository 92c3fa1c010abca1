// The parts of a campaign that need no program: plans, shrinking, equal findings.
#include "harness/delta_debugging.h"
#include "harness/finding_builder.h"
#include "harness/interleaving.h"
#include "harness/merge_switches.h"
#include "harness/portfolio.h"
#include "harness/raw_finding.h"
#include "harness/tsan_campaign.h"
#include "runtime/protocol.h"

#include <gtest/gtest.h>
#include <set>

namespace burler::harness {
namespace {

bool never() { return false; }

TEST(Minimise, FindsTheSmallestList) {
  std::vector<int> all(200);
  for (int i = 0; i < 200; ++i)
    all[static_cast<std::size_t>(i)] = i;
  std::size_t calls = 0;
  const auto needs = [&](const std::vector<int>& items) {
    ++calls;
    const std::set<int> have(items.begin(), items.end());
    return have.contains(17) && have.contains(18) && have.contains(160);
  };
  EXPECT_EQ(minimise<int>(all, needs, never), (std::vector<int>{17, 18, 160}));
  EXPECT_LT(calls, 200u);
}

TEST(Minimise, TriesTheEmptyListAndKeepsWhatIsNeeded) {
  EXPECT_TRUE(minimise<int>({1, 2, 3}, [](const auto&) { return true; }, never).empty());
  const std::vector<int> all = {1, 2, 3};
  EXPECT_EQ(minimise<int>(all, [&](const auto& items) { return items == all; }, never), all);
}

TEST(Minimise, StopsWithTheBestSoFar) {
  const std::vector<int> all = {1, 2, 3, 4, 5, 6, 7, 8};
  const auto result =
      minimise<int>(all, [](const auto& items) { return !items.empty(); }, [] { return true; });
  EXPECT_EQ(result, all);
}

sched::Switch run_switch(std::uint16_t from, std::uint32_t at, std::uint16_t to) {
  sched::Switch one;
  one.from = from;
  one.at = at;
  one.to = to;
  return one;
}

/// Thread 9 gets its turn before thread 0 has done six steps: the chain of switches from 0 leads to it.
bool leads_to_nine(const std::vector<sched::Switch>& switches) {
  std::uint16_t running = 0;
  for (const sched::Switch& one : switches)
    if (one.from == running && (one.from != 0 || one.at < 6)) running = one.to;
  return running == 9;
}

TEST(MergeSwitches, AChainOfWhichNoLinkCanBeLeftOutBecomesOneSwitch) {
  const std::vector<sched::Switch> chain = {run_switch(0, 3, 1), run_switch(1, 1, 2), run_switch(2, 8, 3),
                                            run_switch(3, 2, 9)};
  EXPECT_EQ(minimise<sched::Switch>(chain, leads_to_nine, never).size(), 4u);
  EXPECT_EQ(merge_switches(chain, leads_to_nine, never), (std::vector<sched::Switch>{run_switch(0, 3, 9)}));
  EXPECT_EQ(merge_switches(chain, leads_to_nine, [] { return true; }), chain);
}

TEST(MergeSwitches, KeepsWhatIsNoChain) {
  std::vector<sched::Switch> woken = {run_switch(0, 3, 1), run_switch(1, 1, 9)};
  woken[1].kind = sched::Switch::wake;
  EXPECT_EQ(merge_switches(woken, leads_to_nine, never), woken);
  const std::vector<sched::Switch> back = {run_switch(0, 3, 1), run_switch(1, 1, 0)};
  EXPECT_EQ(merge_switches(back, [](const auto&) { return true; }, never), back);
}

TEST(Portfolio, IsAFunctionOfSeedAndSchedule) {
  const auto a = Portfolio::parse("", 7), b = Portfolio::parse("portfolio", 7), c = Portfolio::parse("", 8);
  ASSERT_TRUE(a.ok() && b.ok() && c.ok());
  EXPECT_EQ(a->plan(0).strategy, "default");
  for (std::uint64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(a->plan(i).seed, b->plan(i).seed);
    EXPECT_EQ(a->plan(i).strategy, b->plan(i).strategy);
    EXPECT_NE(a->plan(i).seed, c->plan(i).seed);
  }
}

TEST(Portfolio, ListsAndErrors) {
  const auto list = Portfolio::parse("pct:3,random", 1);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->plan(0).strategy, "pct:3");
  EXPECT_EQ(list->plan(1).strategy, "random");
  EXPECT_EQ(list->plan(2).flags, 0u);
  EXPECT_FALSE(Portfolio::parse("pct:3,bogus", 1).ok());
  EXPECT_FALSE(Portfolio::parse("random,", 1).ok());
}

TEST(Durations, UnitsAndErrors) {
  EXPECT_EQ(*parse_duration_ms("90"), 90'000u);
  EXPECT_EQ(*parse_duration_ms("1500ms"), 1'500u);
  EXPECT_EQ(*parse_duration_ms("10m"), 600'000u);
  EXPECT_EQ(*parse_duration_ms("0.5h"), 1'800'000u);
  for (const char* bad : {"", "0", "-3s", "ten", "5d", "s"})
    EXPECT_FALSE(parse_duration_ms(bad).ok()) << bad;
}

RawFinding race(std::uint64_t first, std::uint64_t second) {
  RawFinding raw;
  raw.rule = "race/data-race";
  raw.object = 1;
  raw.objects[1].where = Where::heap;
  for (const std::uint64_t at : {first, second}) {
    RawSide side;
    side.kind = "write";
    side.object = 1;
    side.stack = {{"/nonexistent/program", at}};
    raw.sides.push_back(side);
  }
  return raw;
}

TEST(RawKey, DoesNotDependOnTheOrderOfSides) {
  EXPECT_EQ(raw_key(race(0x10, 0x20)), raw_key(race(0x20, 0x10)));
  EXPECT_NE(raw_key(race(0x10, 0x20)), raw_key(race(0x10, 0x30)));
}

TEST(FindingBuilder, SealsWithTheSameFingerprintInAnyOrder) {
  FindingBuilder builder("/");
  const Finding a = builder.build(race(0x10, 0x20)), b = builder.build(race(0x20, 0x10));
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_EQ(a.sides.size(), 2u);
  EXPECT_FALSE(a.message.empty());
  EXPECT_FALSE(a.fix.empty());
}

TEST(Messages, EveryDefectOfTheRuntimeHasWords) {
  for (std::uint32_t i = 1; i <= static_cast<std::uint32_t>(runtime::Defect::crash); ++i) {
    const std::string rule = runtime::rule_of(static_cast<runtime::Defect>(i));
    EXPECT_FALSE(message_for(rule, "x", "", "", {}).empty()) << rule;
  }
}

TEST(Table, OneColumnAThread) {
  std::vector<StoryStep> story(3);
  story[0].text = "locks a";
  story[1].thread = 1;
  story[1].text = "locks b";
  story[2].left_out = 12;
  const std::string text = table(story, {"main thread", "worker"}, 80);
  EXPECT_NE(text.find("main thread"), std::string::npos);
  EXPECT_LT(text.find("locks a"), text.find("locks b"));
  EXPECT_NE(text.find("12 steps left out"), std::string::npos);
}

TEST(TsanOptions, TheUsersWin) {
  EXPECT_TRUE(tsan_options("history_size=2").ends_with(":history_size=2"));
  EXPECT_NE(tsan_options("suppressions=s.txt").find("symbolize=1"), std::string::npos);
}

} // namespace
} // namespace burler::harness
