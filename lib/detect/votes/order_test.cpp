#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

ProgramBuilder handed_over(bool waits) {
  ProgramBuilder b;
  b.function("work").write(b.global("x")).event(summary::EventKind::signal, b.global("latch"));
  b.function("main", summary::fn_main).fork("work", b.local(0));
  if (waits) b.event(summary::EventKind::await, b.global("latch"));
  b.write(b.global("x"));
  return b;
}

TEST(OrderVote, WaitingForTheSignalComesAfter) {
  EXPECT_EQ(races(handed_over(true)), 0u);
  EXPECT_EQ(races(handed_over(true), "order"), 1u);
  EXPECT_EQ(races(handed_over(false)), 1u);
}

TEST(OrderVote, BarrierPhasesOfOneTeam) {
  ProgramBuilder b;
  b.function("work")
      .write(b.global("x"))
      .event(summary::EventKind::barrier, b.global("phase"))
      .read(b.global("x"));
  b.function("main", summary::fn_main).fork("work", b.local(0)).fork("work", b.local(1));
  EXPECT_EQ(races(std::move(b)), 1u) << "the writes meet, the read comes after them";
}

} // namespace
} // namespace burler::detect
