#include "detect/votes/vote_test.h"

#include <utility>

namespace burler::detect {
namespace {

ProgramBuilder entries(const char* first, const char* second) {
  ProgramBuilder b;
  b.function("read", summary::fn_public)
      .acquire(b.global(first))
      .write(b.global("x"))
      .release(b.global(first));
  b.function("write", summary::fn_public)
      .acquire(b.global(second))
      .write(b.global("x"))
      .release(b.global(second));
  return b;
}

TEST(OpenCallers, EachUnderALockOfItsOwn) {
  EXPECT_EQ(races(entries("m", "n")), 1u);
  EXPECT_EQ(races(entries("m", "n"), "", Belief::high), 0u);
  EXPECT_EQ(races(entries("m", "m")), 0u);
}

TEST(OpenCallers, AWholeProgramCallsItsFunctionsItself) {
  ProgramBuilder b = entries("m", "n");
  b.function("main", summary::fn_main).read(b.global("y"));
  EXPECT_EQ(races(std::move(b)), 0u) << "dead code";
}

TEST(OpenCallers, WithoutALockNothingIsSaid) {
  ProgramBuilder b = entries("m", "m");
  b.function("open", summary::fn_public).write(b.global("x"));
  EXPECT_EQ(races(std::move(b)), 0u);
}

} // namespace
} // namespace burler::detect
