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

TEST(InitialisationVote, TwoFlagsMeanTwoInitialisers) {
  ProgramBuilder b;
  for (const char* name : {"a", "b"}) {
    const AccessPath once = b.global(std::string("once_") + name, summary::type_sync);
    b.function(name).acquire(once).write(b.global("x")).release(once);
  }
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  EXPECT_EQ(races(std::move(b), "", Belief::medium), 1u);
}

TEST(InitialisationVote, AThreadThatTheInitialiserStarts) {
  ProgramBuilder b;
  const AccessPath once = b.global("once", summary::type_sync);
  b.function("helper").read(b.global("x"));
  b.function("main", summary::fn_main)
      .acquire(once)
      .fork("helper", b.local(0))
      .write(b.global("x"))
      .release(once);
  EXPECT_EQ(races(std::move(b), "", Belief::medium), 1u);
}

} // namespace
} // namespace burler::detect
