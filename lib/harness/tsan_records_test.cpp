#include "harness/tsan_records.h"

#include <gtest/gtest.h>

namespace burler::harness {
namespace {

constexpr const char* kRace = R"(@hello burler-tsan/1
==================
WARNING: ThreadSanitizer: data race (pid=1)
  Write of size 4 at 0x720c00000028 by thread T1 (mutexes: write M0, read M7):
    #0 <null> <null> (race+0xeb7ba)

  Previous read of size 4 at 0x720c00000028 by main thread:
    #0 <null> <null> (race+0xeb5e4)
@report data-race
@mop 1 write plain 4 720c00000028
  /tmp/my folder/race eb7bb
  /lib/libstdc++.so.6 d44a3
@loc heap 0 720c00000000 48 0
  /tmp/race eb520
@mop 0 read atomic 4 720c00000028
  /tmp/race eb5e5
@mutex 0 720c00000000 alive
  ? 3e8
@symbol 720c00000000 /tmp/race 1234
@thread 1 0 running worker
  /tmp/race 99
@end
@report data-race
@mop 1 write plain 4 1
)";

TEST(TsanLog, ReadsAccessesLocksAndThreads) {
  const TsanLog log = read_tsan_log(kRace);
  EXPECT_TRUE(log.hello);
  ASSERT_EQ(log.findings.size(), 1u) << "an unfinished record is left out";
  const RawFinding& race = log.findings[0];
  EXPECT_EQ(race.rule, "race/data-race");
  ASSERT_EQ(race.sides.size(), 2u);
  EXPECT_EQ(race.sides[0].kind, "write");
  ASSERT_EQ(race.sides[0].stack.size(), 2u);
  EXPECT_EQ(race.sides[0].stack[0].module, "/tmp/my folder/race");
  EXPECT_EQ(race.sides[0].stack[0].return_offset, 0xeb7bbu);
  ASSERT_EQ(race.sides[0].locks.size(), 2u);
  EXPECT_FALSE(race.sides[0].locks[0].shared);
  EXPECT_TRUE(race.sides[0].locks[1].shared);
  EXPECT_EQ(race.sides[1].kind, "atomic-read");
  EXPECT_TRUE(race.sides[1].locks.empty());
  const RawObject& memory = race.objects.at(race.object);
  EXPECT_EQ(memory.where, Where::heap);
  EXPECT_EQ(memory.size, 48u);
  const RawObject& mutex = race.objects.at(race.sides[0].locks[0].object);
  EXPECT_EQ(mutex.where, Where::global);
  EXPECT_EQ(mutex.symbol.return_offset, 0x1234u);
  EXPECT_EQ(race.threads.at(1).name, "worker");
}

TEST(TsanLog, LockOrderCycleHasOneSideAnEdge) {
  const TsanLog log =
      read_tsan_log("@report lock-order-inversion\n@mutex 0 10 alive\n@mutex 1 20 alive\n@utid 1\n@utid 0\n"
                    "@stack\n  /p 1\n@stack\n  /p 2\n@stack\n  /p 3\n@stack\n  /p 4\n@end\n");
  ASSERT_EQ(log.findings.size(), 1u);
  const RawFinding& cycle = log.findings[0];
  EXPECT_EQ(cycle.rule, "deadlock/lock-order-cycle");
  ASSERT_EQ(cycle.sides.size(), 2u);
  EXPECT_EQ(cycle.sides[0].thread, 1u);
  EXPECT_EQ(cycle.sides[0].stack[0].return_offset, 1u);
  EXPECT_EQ(cycle.sides[1].stack[0].return_offset, 3u);
  EXPECT_EQ(cycle.objects.at(cycle.sides[0].locks[0].object).taken[0].return_offset, 2u);
}

TEST(TsanLog, GarbageIsSkipped) {
  EXPECT_TRUE(read_tsan_log("").findings.empty());
  EXPECT_TRUE(read_tsan_log("@end\n@mop\n  \n@report\n\0x").findings.empty());
  EXPECT_EQ(
      read_tsan_log("@report thread-leak\n@thread 1 0 finished \n  /p 5\n@end\n").findings[0].sides[0].kind,
      "create");
}

} // namespace
} // namespace burler::harness
