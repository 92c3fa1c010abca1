#include "extract/snippet_test.h"

namespace burler::extract {
namespace {

std::uint32_t rounds(const std::string& loop) {
  const auto unit = summarise("void g(int); void f(int n) { " + loop + " }");
  std::uint32_t most = 0;
  for (const summary::Function& f : unit.functions)
    for (const summary::Block& block : f.blocks)
      most = std::max(most, block.rounds);
  return most;
}

TEST(CountedLoop, BoundsAreConstants) {
  EXPECT_EQ(rounds("for (int i = 0; i < 10; i++) g(i);"), 10u);
  EXPECT_EQ(rounds("int i; for (i = 1; i <= 10; ++i) g(i);"), 10u);
  EXPECT_EQ(rounds("for (int i = 0; i < n; i++) g(i);"), 0u);
  EXPECT_EQ(rounds("for (int i = 3; i < 3; i++) g(i);"), 0u);
}

TEST(CountedLoop, NothingElseEndsOrMovesIt) {
  EXPECT_EQ(rounds("for (int i = 0; i < 10; i++) if (n == i) break;"), 0u);
  EXPECT_EQ(rounds("for (int i = 0; i < 10; i++) { g(i); i++; }"), 0u);
}

} // namespace
} // namespace burler::extract
