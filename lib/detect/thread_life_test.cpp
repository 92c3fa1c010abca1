#include "detect/thread_life.h"

#include "detect/analysis.h"
#include "detect/program_builder.h"

#include <gtest/gtest.h>

namespace burler::detect {
namespace {

using summary::EventKind;

TEST(ThreadLife, HandlesAreFollowedToTheirJoin) {
  for (const bool joined : {true, false}) {
    ProgramBuilder b;
    b.function("work").write(b.global("x"));
    b.function("main", summary::fn_main).fork("work", b.local(0));
    if (joined) b.join(b.local(0));
    const summary::Program program = b.link();
    const Analysis analysis = analyse(program, {});
    const LocalHandle life = follow_handle(*analysis.events, analysis.events->of(EventKind::fork).front());
    EXPECT_EQ(life.left, !joined);
    EXPECT_EQ(life.settled_somewhere, joined);
    EXPECT_EQ(joins_of(*analysis.events, analysis.events->of(EventKind::fork).front()).size(),
              joined ? 1u : 0u);
  }
}

TEST(ThreadLife, FunctionsThatReturnEnd) {
  ProgramBuilder b;
  b.function("work").write(b.global("x"));
  b.function("run").call("work");
  const summary::Program program = b.link();
  const Analysis analysis = analyse(program, {});
  EXPECT_FALSE(never_ends(*analysis.events, program.functions.back().usr));
}

} // namespace
} // namespace burler::detect
