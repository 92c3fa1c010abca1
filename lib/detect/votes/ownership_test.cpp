#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

/// Each server has a buffer of its own, which its helper fills; or all share one.
ProgramBuilder servers(bool own) {
  ProgramBuilder b;
  const AccessPath buffer = own ? b.local(0) : b.global("buffer");
  b.function("helper").reference_formal().write(b.formal(0));
  b.function("server").fork_with("helper", b.local(1), buffer).join(b.local(1)).write(buffer);
  b.function("main", summary::fn_main).fork("server", b.local(0)).fork("server", b.local(1));
  return b;
}

TEST(OwnershipVote, EachInstanceHasItsOwn) {
  EXPECT_EQ(races(servers(true)), 0u);
  EXPECT_GE(races(servers(false)), 1u);
}

TEST(OwnershipVote, TheHelperAndItsStarterShareTheBuffer) {
  ProgramBuilder b;
  b.function("helper").reference_formal().write(b.formal(0));
  b.function("main", summary::fn_main).fork_with("helper", b.local(1), b.local(0)).write(b.local(0));
  EXPECT_EQ(races(std::move(b)), 1u);
}

} // namespace
} // namespace burler::detect
