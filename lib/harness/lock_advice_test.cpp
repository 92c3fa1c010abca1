#include "harness/lock_advice.h"

#include <gtest/gtest.h>

namespace burler::harness {
namespace {

/// 100 sections that write two words together, 10 % of the threads' time spent waiting.
const LockLoad hot{1000, 500, 1000, 10'000'000, 5'000'000, 100'000'000};
LockFacts facts() {
  LockFacts f;
  f.sections = f.logged = 100;
  f.accesses = f.guarded_accesses = 400;
  f.groups = 1;
  return f;
}

TEST(LockAdvice, OnlyHotLocksGetAdvice) {
  LockLoad quiet = hot;
  quiet.wait_ns = 100'000;
  EXPECT_EQ(advise(quiet, facts()).kind, "");
  quiet.wait_ns = 2'000'000; // 2 % of the time: hot only because every second acquisition is contended
  EXPECT_EQ(advise(quiet, facts()).kind, "none");
  quiet.contended = 100;
  EXPECT_EQ(advise(quiet, facts()).kind, "");
  quiet.contended = 0;
  EXPECT_FALSE(is_hot(quiet));
}

TEST(LockAdvice, EachRuleNamesItsFacts) {
  EXPECT_EQ(advise(hot, LockFacts{}).kind, "none");
  EXPECT_EQ(advise(hot, facts()).kind, "none");
  LockFacts f = facts();
  f.single = 96;
  EXPECT_EQ(advise(hot, f).kind, "atomic");
  EXPECT_NE(advise(hot, f).text.find("96 of 100"), std::string::npos);
  f.single = 94;
  EXPECT_EQ(advise(hot, f).kind, "none");
  f = facts();
  f.groups = 2;
  f.group_names = {"a", "b"};
  EXPECT_EQ(advise(hot, f).kind, "split");
  EXPECT_NE(advise(hot, f).text.find("(a, b)"), std::string::npos);
  f = facts();
  f.reading = 90;
  EXPECT_EQ(advise(hot, f).kind, "reader-writer");
  f.shared_sections = 1;
  EXPECT_EQ(advise(hot, f).kind, "none");
  f = facts();
  f.accesses = 4000;
  EXPECT_EQ(advise(hot, f).kind, "shorten");
  f = facts();
  f.waits_inside = 50;
  EXPECT_EQ(advise(hot, f).kind, "shorten");
}

TEST(LockAdvice, LongHoldsWithFewGuardedAccessesAreShortened) {
  LockLoad slow = hot;
  slow.hold_ns = 1000 * 50'000;
  EXPECT_EQ(advise(slow, facts()).kind, "shorten");
  LockFacts busy = facts();
  busy.accesses = busy.guarded_accesses = 100 * 40;
  EXPECT_EQ(advise(slow, busy).kind, "none");
}

TEST(LockAdvice, ConditionsForbidWhatTheyNeedTheLockFor) {
  LockFacts f = facts();
  f.conditions = 1;
  f.single = f.reading = 100;
  f.groups = 3;
  EXPECT_EQ(advise(hot, f).kind, "none");
  EXPECT_NE(advise(hot, f).text.find("conditions"), std::string::npos);
}

TEST(LockAdvice, IdleSectionsDoNotCount) {
  LockFacts f = facts();
  f.idle = 50;
  f.single = 50;
  EXPECT_EQ(advise(hot, f).kind, "atomic");
}

TEST(DurationText, ChoosesTheUnit) {
  EXPECT_EQ(duration_text(830), "830 ns");
  EXPECT_EQ(duration_text(1240), "1.2 us");
  EXPECT_EQ(duration_text(3.1e6), "3.1 ms");
  EXPECT_EQ(duration_text(2e9), "2.0 s");
}

} // namespace
} // namespace burler::harness
