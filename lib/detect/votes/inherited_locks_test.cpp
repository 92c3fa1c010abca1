#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

/// main holds m while a loader it started writes x; a server takes m for its own write.
ProgramBuilder held_for_child(bool until_join) {
  ProgramBuilder b;
  b.function("loader").write(b.global("x"));
  b.function("server").acquire(b.global("m")).write(b.global("x")).release(b.global("m"));
  b.function("main", summary::fn_main)
      .fork("server", b.local(0))
      .acquire(b.global("m"))
      .fork("loader", b.local(1));
  if (until_join)
    b.join(b.local(1)).release(b.global("m"));
  else
    b.release(b.global("m")).join(b.local(1));
  return b;
}

TEST(InheritedLocksVote, HeldForTheWholeLife) {
  EXPECT_EQ(races(held_for_child(true)), 0u);
  EXPECT_EQ(races(held_for_child(true), "inherited-locks"), 1u);
  EXPECT_EQ(races(held_for_child(false)), 1u) << "given back before the join";
}

TEST(InheritedLocksVote, OneHolderDoesNotProtectItsChildrenFromEachOther) {
  ProgramBuilder b;
  b.function("loader").write(b.global("x"));
  b.function("main", summary::fn_main)
      .acquire(b.global("m"))
      .fork("loader", b.local(0))
      .fork("loader", b.local(1))
      .join(b.local(0))
      .join(b.local(1))
      .release(b.global("m"));
  EXPECT_EQ(races(std::move(b)), 1u);
}

TEST(InheritedLocksVote, TakingTheLockHeldAtBirthComesAfterItsRelease) {
  for (const bool inside : {true, false}) {
    ProgramBuilder b;
    b.function("worker").acquire(b.global("m")).release(b.global("m")).write(b.global("x"));
    b.function("main", summary::fn_main).acquire(b.global("m")).fork("worker", b.local(0));
    if (inside)
      b.write(b.global("x")).release(b.global("m"));
    else
      b.release(b.global("m")).write(b.global("x"));
    EXPECT_EQ(races(std::move(b)), inside ? 0u : 1u);
  }
}

} // namespace
} // namespace burler::detect
