#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

/// A class whose users are not in sight: set() writes under the lock or not, get() reads without it.
ProgramBuilder box(bool locked) {
  ProgramBuilder b;
  b.guarded_class("Box");
  const AccessPath m = b.field(b.self(), "m", "Box"), n = b.field(b.self(), "n", "Box");
  for (const char* name : {"Box::set", "Box::add"}) {
    b.method("Box", name);
    if (locked) b.acquire(m);
    b.write(n);
    if (locked) b.release(m);
  }
  b.method("Box", "Box::get").read(n);
  return b;
}

TEST(EvidenceVote, ReadingPastTheLockThatWritersTake) {
  EXPECT_EQ(races(box(true), "", Belief::medium), 1u);
  EXPECT_EQ(races(box(true), "", Belief::high), 0u) << "the threads are only assumed";
}

TEST(EvidenceVote, AClassThatTakesNoLockSaysNothing) {
  EXPECT_EQ(races(box(false), "", Belief::medium), 0u);
  EXPECT_GE(races(box(false), "evidence", Belief::medium), 1u);
}

} // namespace
} // namespace burler::detect
