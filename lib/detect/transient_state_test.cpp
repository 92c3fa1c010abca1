#include "detect/analysis.h"
#include "detect/program_builder.h"

#include <gtest/gtest.h>

namespace burler::detect {
namespace {

/// A worker changes x and takes it back, each time under m; main asserts x == 0 under m.
struct Counter {
  std::string change = "+1", back = "-1", demanded = "0";
  bool one_section = false, outer_of_worker = false, outer_of_main = false, after_join = false;

  std::size_t findings() const {
    ProgramBuilder b;
    b.function("work");
    if (outer_of_worker) b.acquire(b.global("outer"));
    b.acquire(b.global("m")).change(b.global("x"), change);
    if (!one_section) b.release(b.global("m")).acquire(b.global("m"));
    b.change(b.global("x"), back).release(b.global("m"));
    if (outer_of_worker) b.release(b.global("outer"));
    b.function("main", summary::fn_main).fork("work", b.local(0));
    if (after_join) b.join(b.local(0));
    if (outer_of_main) b.acquire(b.global("outer"));
    b.acquire(b.global("m")).require(b.global("x"), demanded).release(b.global("m"));
    const summary::Program program = b.link();
    return analyse(program, {}).transient_states.size();
  }
};

TEST(TransientState, SeenBetweenTwoSections) {
  EXPECT_EQ(Counter{}.findings(), 1u);
  EXPECT_EQ((Counter{.change = "=3", .back = "=0"}.findings()), 1u);
}

TEST(TransientState, OtherNumbers) {
  EXPECT_EQ((Counter{.change = "+1", .back = "-2"}.findings()), 0u) << "not taken back";
  EXPECT_EQ((Counter{.change = "=3", .back = "=1"}.findings()), 0u) << "0 is no state at rest";
}

TEST(TransientState, NobodyCanLookInBetween) {
  EXPECT_EQ((Counter{.one_section = true}.findings()), 0u);
  EXPECT_EQ((Counter{.after_join = true}.findings()), 0u);
  EXPECT_EQ((Counter{.outer_of_worker = true, .outer_of_main = true}.findings()), 0u);
  EXPECT_EQ((Counter{.outer_of_worker = true}.findings()), 1u);
}

} // namespace
} // namespace burler::detect
