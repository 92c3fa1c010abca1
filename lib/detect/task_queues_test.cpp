#include "detect/analysis.h"
#include "detect/program_builder.h"

#include <gtest/gtest.h>

namespace burler::detect {
namespace {

/// main hands two closures that write x to submit(), which puts them into a queue that `workers` threads
/// serve.
std::size_t races(int workers) {
  ProgramBuilder b;
  const AccessPath queue = b.field(b.global("pool"), "queue", "Pool");
  b.function("task", summary::fn_lambda).write(b.global("x"));
  b.function("submit").callable_formal().assign(b.element(queue, ""), b.formal(0));
  b.function("serve").assign(b.local(0), b.element(queue, ""));
  b.event(summary::EventKind::call, b.local(0));
  b.function("main", summary::fn_main);
  for (int i = 0; i < workers; ++i)
    b.fork("serve", b.local(static_cast<std::uint32_t>(i)));
  b.closure(b.local(3), "task").call("submit");
  b.last().operands = {b.local(3)};
  b.closure(b.local(3), "task").call("submit");
  b.last().operands = {b.local(3)};
  const summary::Program program = b.link();
  const auto found = analyse(program, {}).races;
  for (const Race& race : found)
    EXPECT_LE(race.belief, Belief::medium) << "concluded from a shape";
  return found.size();
}

TEST(TaskQueues, TasksOfOnePoolRunBesideEachOther) { EXPECT_GE(races(2), 1u); }

TEST(TaskQueues, OneWorkerRunsOneAfterTheOther) { EXPECT_EQ(races(1), 0u); }

} // namespace
} // namespace burler::detect
