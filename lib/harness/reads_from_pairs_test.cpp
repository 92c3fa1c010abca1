#include "harness/reads_from_pairs.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace burler::harness {
namespace {

using sched::Op;
using sched::Site;

void add(runtime::Arena& arena, std::uint16_t thread, Op op, std::uint32_t object, Site site) {
  sched::Step step;
  step.thread = thread;
  step.op = op;
  step.object = object;
  step.site = site;
  arena.steps[arena.result.step_count++] = step;
  arena.objects[object - 1].subject = 100 + object;
}

/// Objects 1 to 16 are written at 10 by thread 1 and read at 20 by thread 2; object 17 is written at 30, read
/// at 40 the other way round; object 18 belongs to one thread.
std::unique_ptr<runtime::Arena> run_with_an_array() {
  auto arena = std::make_unique<runtime::Arena>();
  for (std::uint32_t i = 1; i <= 16; ++i)
    add(*arena, 1, Op::plain_write, i, 10);
  for (std::uint32_t i = 1; i <= 16; ++i)
    add(*arena, 2, Op::plain_read, i, 20);
  add(*arena, 2, Op::plain_read, 17, 40);
  add(*arena, 1, Op::plain_write, 17, 30);
  add(*arena, 1, Op::plain_write, 18, 50);
  add(*arena, 1, Op::plain_read, 18, 60);
  return arena;
}

TEST(ReadsFromPairs, OffersEveryKindEquallyOftenAndNothingOfOneThread) {
  ReadsFromPairs pairs;
  EXPECT_TRUE(pairs.choose(1, 1).empty());
  pairs.learn(*run_with_an_array(), {});
  std::map<std::pair<Site, Site>, int> seen;
  std::set<std::uint64_t> elements;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const auto wishes = pairs.choose(seed, 1);
    ASSERT_EQ(wishes.size(), 1u);
    ++seen[{wishes[0].read, wishes[0].write}];
    if (wishes[0].read == 20) elements.insert(wishes[0].subject);
  }
  const std::map<std::pair<Site, Site>, int> kinds = {
      {{20, 10}, 0}, {{20, 0}, 0}, {{40, 30}, 0}, {{40, 0}, 0}};
  ASSERT_EQ(seen.size(), kinds.size());
  for (const auto& [kind, times] : seen) {
    EXPECT_TRUE(kinds.contains(kind));
    EXPECT_NEAR(times, 100, 25) << "an array of sixteen weighs as much as one variable";
  }
  EXPECT_EQ(elements.size(), 16u);
}

TEST(ReadsFromPairs, SkipsAsManyExecutionsAsWereSeen) {
  auto arena = std::make_unique<runtime::Arena>();
  for (int i = 0; i < 3; ++i)
    add(*arena, 1, Op::lock, 1, 10);
  add(*arena, 2, Op::lock, 1, 20);
  ReadsFromPairs pairs;
  pairs.learn(*arena, {});
  std::map<std::uint32_t, int> skips;
  for (std::uint64_t seed = 0; seed < 600; ++seed)
    for (const auto& wish : pairs.choose(seed, 1))
      if (wish.read == 10) ++skips[wish.skip];
  EXPECT_EQ(skips.size(), 3u);
  EXPECT_GT(skips[0], skips[1] + skips[2]);
}

TEST(ReadsFromPairs, BuildsUponWishesThatShowedSomethingNew) {
  ReadsFromPairs pairs;
  pairs.learn(*run_with_an_array(), {});
  const auto mark = pairs.choose(1, 1);
  auto other = std::make_unique<runtime::Arena>();
  add(*other, 1, Op::plain_write, 17, 30);
  add(*other, 2, Op::plain_read, 17, 40); // for the first time from 30
  pairs.learn(*other, {{40, 30, 117, 7, 0}});
  int built_upon = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed)
    for (const auto& wish : pairs.choose(seed, 0))
      built_upon += wish.skip == 7;
  EXPECT_NEAR(built_upon, 100, 35) << "a quarter of the runs";
  EXPECT_EQ(mark.size(), 1u);
}

TEST(ReadsFromPairs, TheStrategysTextSaysHowMany) {
  std::size_t count = 9;
  EXPECT_TRUE(takes_wishes("reads-from", count));
  EXPECT_EQ(count, 0u);
  EXPECT_TRUE(takes_wishes("reads-from:2", count));
  EXPECT_EQ(count, 2u);
  EXPECT_FALSE(takes_wishes("surw:2", count));
}

} // namespace
} // namespace burler::harness
