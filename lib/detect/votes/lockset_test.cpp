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

/// main takes m twice, gives it back once and writes x; a thread writes x under m.
TEST(LocksetVote, TakenTwiceAndGivenBackOnceIsHeld) {
  const auto program = [](int given_back) {
    ProgramBuilder b;
    const AccessPath m = b.global("m"), x = b.global("x");
    b.function("a").acquire(m).write(x).release(m);
    b.function("main", summary::fn_main).fork("a", b.local(0)).acquire(m).acquire(m);
    for (int i = 0; i < given_back; ++i)
      b.release(m);
    b.write(x);
    return b;
  };
  EXPECT_EQ(races(program(1)), 0u);
  EXPECT_EQ(races(program(2)), 1u);
}

/// main takes `locks[i]`, gives back `locks[k]` and writes x; a thread writes x under `locks[i]`.
TEST(LocksetVote, UnknownElementGivenBack) {
  const auto program = [](bool by_name_later) {
    ProgramBuilder b;
    const AccessPath mine = b.element(b.global("locks"), "0"), other = b.element(b.global("locks"), "k");
    b.function("a").acquire(mine).write(b.global("x")).release(mine);
    b.function("main", summary::fn_main)
        .fork("a", b.local(0))
        .acquire(mine)
        .release(other)
        .write(b.global("x"));
    if (by_name_later) b.release(mine);
    return b;
  };
  EXPECT_EQ(races(program(false)), 1u);
  EXPECT_EQ(races(program(true)), 0u) << "given back by its own name: it was held until then";
}

} // namespace
} // namespace burler::detect
