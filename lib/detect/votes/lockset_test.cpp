#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

ProgramBuilder locked(const char* first, const char* second, LockMode mode = LockMode::exclusive) {
  ProgramBuilder b;
  b.function("a").acquire(b.global(first), mode).write(b.global("x")).release(b.global(first));
  b.function("b").acquire(b.global(second), mode).write(b.global("x")).release(b.global(second));
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  return b;
}

TEST(LocksetVote, OneLockKeepsThemApart) {
  EXPECT_EQ(races(locked("m", "m")), 0u);
  EXPECT_EQ(races(locked("m", "m"), "lockset"), 1u);
  EXPECT_EQ(races(locked("m", "n")), 1u);
}

TEST(LocksetVote, ReadersDoNotExcludeEachOther) { EXPECT_EQ(races(locked("m", "m", LockMode::shared)), 1u); }

} // namespace
} // namespace burler::detect
