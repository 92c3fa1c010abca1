#include "harness/event_profile.h"

#include <gtest/gtest.h>

#include <memory>

namespace burler::harness {
namespace {

using sched::Op;

/// Threads 0 and 1 share object 1 (3 and 1 events); object 2 is thread 1's alone.
std::unique_ptr<runtime::Arena> small_run() {
  auto arena = std::make_unique<runtime::Arena>();
  arena->objects[0].subject = 11;
  arena->objects[1].subject = 22;
  const sched::Step steps[] = {{0, Op::lock, 0, 1, 0, 0, 2},       {0, Op::unlock, 0, 1, 0, 0, 2},
                               {1, Op::lock, 0, 1, 0, 0, 2},       {1, Op::atomic_rmw, 0, 2, 0, 0, 2},
                               {0, Op::lock, 0, 1, 0, 0, 2},       {0, Op::try_lock, 0, 1, 0, 0, 2},
                               {0, Op::thread_join, 0, 1, 0, 0, 2}};
  std::copy(std::begin(steps), std::end(steps), arena->steps);
  arena->result.step_count = std::size(steps);
  arena->result.thread_count = 2;
  arena->result.finished = 1;
  arena->result.verdict = runtime::Verdict::completed;
  return arena;
}

TEST(EventProfile, CountsTheChoicesOnSharedObjects) {
  EventProfile profile;
  EXPECT_TRUE(profile.choose(1, 1).subjects.empty());
  profile.learn(*small_run());
  const ChosenProfile chosen = profile.choose(1, 3);
  EXPECT_EQ(chosen.subjects, std::vector<std::uint64_t>{11});
  ASSERT_EQ(chosen.threads.size(), 2u);
  EXPECT_EQ(chosen.threads[0].events, 3u);
  EXPECT_EQ(chosen.threads[1].events, 1u);
}

TEST(EventProfile, LearnsNothingFromARunThatWasCutShort) {
  EventProfile profile;
  auto arena = small_run();
  arena->result.verdict = runtime::Verdict::crashed;
  profile.learn(*arena);
  EXPECT_TRUE(profile.choose(1, 1).subjects.empty());
}

TEST(EventProfile, DrawsObjectsByTheirEvents) {
  EventProfile profile;
  auto arena = small_run();
  arena->steps[1] = {0, Op::atomic_rmw, 0, 2, 0, 0, 2}; // object 2 is shared now: 2 events, object 1 has 4
  profile.learn(*arena);
  int first = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed)
    first += profile.choose(seed, 1).subjects == std::vector<std::uint64_t>{11};
  EXPECT_NEAR(first, 2000, 130); // 5 sigma
  EXPECT_EQ(profile.choose(7, 1).subjects, profile.choose(7, 1).subjects);
}

TEST(EventProfile, TheNameOfTheStrategySaysHowManyObjects) {
  EXPECT_EQ(subjects_wanted("surw"), 1u);
  EXPECT_EQ(subjects_wanted("surw:4"), 4u);
  EXPECT_EQ(subjects_wanted("pct:3"), 0u);
}

} // namespace
} // namespace burler::harness
