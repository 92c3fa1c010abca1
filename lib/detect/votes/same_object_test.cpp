#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

ProgramBuilder fields(const char* second) {
  ProgramBuilder b;
  b.function("a").write(b.field(b.global("s"), "left"));
  b.function("b").write(b.field(b.global("s"), second));
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  return b;
}

TEST(SameObjectVote, FieldsOfOneObject) {
  EXPECT_EQ(races(fields("left")), 1u);
  EXPECT_EQ(races(fields("right")), 0u);
  EXPECT_EQ(races(fields("right"), "same-object"), 1u);
}

TEST(SameObjectVote, TheWholeMeetsItsParts) {
  ProgramBuilder b;
  b.function("a").write(b.field(b.global("s"), "left"));
  b.function("b").write(b.global("s"));
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  EXPECT_EQ(races(std::move(b)), 1u);
}

} // namespace
} // namespace burler::detect
