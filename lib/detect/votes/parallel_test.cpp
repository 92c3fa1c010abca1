#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

ProgramBuilder forked_and_joined() {
  ProgramBuilder b;
  b.function("work").write(b.global("x"));
  b.function("main", summary::fn_main)
      .write(b.global("x"))
      .fork("work", b.local(0))
      .join(b.local(0))
      .write(b.global("x"));
  return b;
}

TEST(ParallelVote, BeforeTheForkAndAfterTheJoin) {
  EXPECT_EQ(races(forked_and_joined()), 0u);
  EXPECT_GE(races(forked_and_joined(), "parallel"), 1u);
}

TEST(ParallelVote, AThreadThatItsJoinedParentLeftBehind) {
  for (const bool waits : {false, true}) {
    ProgramBuilder b;
    b.function("helper").write(b.global("x"));
    b.function("loader").fork("helper", b.local(0));
    if (waits) b.join(b.local(0));
    b.function("main", summary::fn_main).fork("loader", b.local(0)).join(b.local(0)).write(b.global("x"));
    EXPECT_EQ(races(std::move(b), "", Belief::medium), waits ? 0u : 1u);
  }
}

TEST(ParallelVote, NobodyJoinsADetachedThread) {
  ProgramBuilder b;
  b.function("work").write(b.global("x"));
  b.function("main", summary::fn_main).fork("work", {}, summary::flag_detached).write(b.global("x"));
  EXPECT_EQ(races(std::move(b), "", Belief::high), 1u);
}

} // namespace
} // namespace burler::detect
