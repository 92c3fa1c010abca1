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

/// main hands `v[i]` to a thread and then writes it.
ProgramBuilder handed(bool index_changes) {
  ProgramBuilder b;
  const AccessPath element = b.element(b.global("v"), "i");
  b.function("work").reference_formal().write(ProgramBuilder::formal(0));
  b.function("main", summary::fn_main).fork_with("work", b.local(0), element);
  if (index_changes) b.named_change("i#1");
  b.write(element);
  return b;
}

TEST(PartitionVote, ElementHandedByThePresentIndex) {
  EXPECT_EQ(races(handed(false), "", Belief::high), 1u);
  EXPECT_EQ(races(handed(true), "", Belief::medium), 0u) << "the next round's element is another";
}

} // namespace
} // namespace burler::detect
