#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

ProgramBuilder initialised() {
  ProgramBuilder b;
  const AccessPath once = b.global("once", summary::type_sync);
  b.function("a").acquire(once).write(b.global("x")).release(once);
  b.function("b").read(b.global("x"));
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  return b;
}

TEST(InitialisationVote, WhatAOneTimeInitialiserWrites) {
  EXPECT_EQ(races(initialised(), "", Belief::medium), 0u);
  EXPECT_EQ(races(initialised(), "initialisation", Belief::medium), 1u);
}

} // namespace
} // namespace burler::detect
