#include "detect/votes/vote_test.h"

namespace burler::detect {
namespace {

/// Two threads at work on x, each with an event of its own.
ProgramBuilder both(summary::EventKind first, summary::EventKind second, std::uint32_t flags = 0) {
  ProgramBuilder b;
  b.function("a").event(first, b.global("x"), flags);
  b.function("b").event(second, b.global("x"), flags);
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  return b;
}

TEST(ConflictVote, OneSideWrites) {
  using enum summary::EventKind;
  EXPECT_EQ(races(both(read, read)), 0u);
  EXPECT_EQ(races(both(read, write)), 1u);
}

ProgramBuilder stores() {
  ProgramBuilder b;
  for (const char* name : {"a", "b"}) {
    b.function(name).event(summary::EventKind::atomic, b.global("x"));
    b.last().op = AtomicOp::store;
  }
  b.function("main", summary::fn_main).fork("a", b.local(0)).fork("b", b.local(1));
  return b;
}

TEST(ConflictVote, AtomicOnBothSides) {
  using enum summary::EventKind;
  EXPECT_EQ(races(stores()), 0u);
  EXPECT_EQ(races(stores(), "conflict"), 1u);
  EXPECT_EQ(races(both(atomic, write), "", Belief::medium), 1u) << "one plain side is a race";
}

TEST(ConflictVote, VolatileOnBothSidesIsAnotherRulesQuestion) {
  using enum summary::EventKind;
  EXPECT_EQ(races(both(read, write, summary::flag_volatile), "", Belief::medium), 0u);
}

} // namespace
} // namespace burler::detect
