#include "extract/snippet_test.h"

#include <algorithm>

namespace burler::extract {
namespace {

/// Effects of the writes, and what is required, in order.
std::vector<std::string> numbers(const std::string& body) {
  const auto unit =
      summarise("extern \"C\" [[noreturn]] void abort(); int x, y; void f(int n) {" + body + "}");
  std::vector<std::string> out;
  for (const auto& block : function(unit, "f")->blocks)
    for (const auto& event : block.events)
      if (!event.names.empty())
        out.push_back((event.kind == summary::EventKind::require ? "require " : "") +
                      unit.symbols.text(event.names.front()));
  return out;
}

TEST(DemandedValues, WhatWritesDo) {
  EXPECT_EQ(numbers("x++; --x; x += 3; x -= 2; x = 7; x = x + 4; x = x - 1;"),
            (std::vector<std::string>{"+1", "-1", "+3", "-2", "=7", "+4", "-1"}));
  EXPECT_TRUE(numbers("x = n; x += n; x *= 2; x = y + 1;").empty());
}

TEST(DemandedValues, Assertions) {
  EXPECT_EQ(numbers("if (x != 2) abort();"), (std::vector<std::string>{"require 2"}));
  EXPECT_EQ(numbers("static_cast<bool>(!x) ? void(0) : abort();"), (std::vector<std::string>{"require 0"}));
  EXPECT_TRUE(numbers("if (x == 2) abort();").empty()) << "any other number will do";
  EXPECT_TRUE(numbers("if (x != 2) return;").empty());
  EXPECT_TRUE(numbers("if (x != 2) throw 1;").empty()) << "the caller may have an answer";
}

TEST(DemandedValues, WhoHasLookedKnowsMore) {
  EXPECT_TRUE(numbers("if (x == 0) { if (x != 0) abort(); }").empty());
}

} // namespace
} // namespace burler::extract
