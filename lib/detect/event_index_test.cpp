#include "detect/analysis.h"
#include "detect/condition_use.h"
#include "detect/program_builder.h"

#include <gtest/gtest.h>

namespace burler::detect {
namespace {

using summary::EventKind;

TEST(EventIndex, LocksOfAFunctionAreThoseOfAllItsCallersAndItsOwn) {
  for (const bool every_caller : {true, false}) {
    ProgramBuilder b;
    b.function("write").write(b.global("x"));
    b.function("one").acquire(b.global("m")).call("write").release(b.global("m"));
    b.function("two");
    if (every_caller) b.acquire(b.global("m"));
    b.call("write");
    const summary::Program program = b.link();
    const Analysis analysis = analyse(program, {});
    const auto& writes = analysis.events->of(EventKind::write);
    ASSERT_EQ(writes.size(), 1u);
    EXPECT_EQ(analysis.events->held(writes[0]).size(), every_caller ? 1u : 0u);
  }
}

TEST(EventIndex, ReleasedLocksAreNotHeld) {
  ProgramBuilder b;
  b.function("f").acquire(b.global("m")).write(b.global("x")).release(b.global("m")).write(b.global("x"));
  const summary::Program program = b.link();
  const Analysis analysis = analyse(program, {});
  const auto& writes = analysis.events->of(EventKind::write);
  ASSERT_EQ(writes.size(), 2u);
  EXPECT_EQ(analysis.events->held(writes[0]).size(), 1u);
  EXPECT_TRUE(analysis.events->held(writes[1]).empty());
}

TEST(EventIndex, WalksEndAtWhatStopsThem) {
  ProgramBuilder b;
  b.function("f").write(b.global("x")).event(EventKind::notify, b.global("c")).write(b.global("y"));
  const summary::Program program = b.link();
  const Analysis analysis = analyse(program, {});
  const EventIndex& index = *analysis.events;
  const EventRef first = index.of(EventKind::write).front();
  unsigned seen = 0;
  EXPECT_TRUE(index.walk_after(first, [&](const EventRef&) { return ++seen != 0; }));
  EXPECT_EQ(seen, 2u);
  EXPECT_FALSE(
      index.walk_after(first, [&](const EventRef& r) { return index.event(r).kind != EventKind::notify; }));
  EXPECT_FALSE(index.repeats(first));
}

TEST(ConditionUse, StateUsedAfterAnUntestedWait) {
  for (const bool uses : {true, false}) {
    ProgramBuilder b;
    b.function("f").acquire(b.global("m")).event(EventKind::cond_wait, b.global("c"));
    if (uses) b.read(b.global("x"));
    const summary::Program program = b.link();
    const Analysis analysis = analyse(program, {});
    const auto waits = find_waits(*analysis.events);
    ASSERT_EQ(waits.size(), 1u);
    EXPECT_TRUE(waits[0].state.empty());
    EXPECT_EQ(after_wait(*analysis.events, waits[0].at), uses ? AfterWait::used : AfterWait::left);
  }
}

TEST(ConditionUse, NotificationsOfCalledFunctionsCount) {
  ProgramBuilder b;
  b.function("wake").event(EventKind::notify, b.global("c"));
  b.function("f").call("wake");
  const summary::Program program = b.link();
  const Analysis analysis = analyse(program, {});
  const EventIndex& index = *analysis.events;
  const Subject c = index.thing(index.of(EventKind::notify).front());
  EXPECT_TRUE(notifies(index, index.of(EventKind::call).front(), c));
}

} // namespace
} // namespace burler::detect
