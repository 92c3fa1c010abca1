#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

ProgramBuilder elements(const char* first, const char* second) {
  ProgramBuilder b;
  b.function("a").write(b.element(b.global("v"), first));
  b.function("b").write(b.element(b.global("v"), second));
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  return b;
}

TEST(PartitionVote, DifferentLiteralsAreDifferentElements) {
  EXPECT_EQ(races(elements("0", "1")), 0u);
  EXPECT_EQ(races(elements("0", "1"), "partition"), 1u);
  EXPECT_EQ(races(elements("1", "1")), 1u);
}

} // namespace
} // namespace burler::detect
