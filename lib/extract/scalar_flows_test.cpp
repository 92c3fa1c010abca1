#include "extract/snippet_test.h"

namespace burler::extract {
namespace {

/// "to = from" for copies, "to <- from..." for what is computed.
Events flows(const std::string& body) {
  const auto unit = summarise("struct Share { int number, threads; float* data; };"
                              "struct Pool { int threads; float* data; int values[8]; };"
                              "int f(Pool* pool, int number, bool which) {" +
                              body + "}");
  const auto* f = function(unit, "f");
  Events out;
  for (const summary::Flow& flow : f->flows) {
    std::string text = path_text(unit.symbols, *f, flow.to) + (flow.copy ? " =" : " <-");
    for (const AccessPath& from : flow.from)
      text += " " + path_text(unit.symbols, *f, from);
    out.push_back(text);
  }
  return out;
}

TEST(ScalarFlows, NumbersAndWhatTheyComeFrom) {
  EXPECT_EQ(flows("int a = number; int b = a * 2 + pool->threads; b -= a; return b;"),
            (Events{"a = number", "b <- a pool->threads", "b <- a b"}));
  EXPECT_EQ(flows("int n = 0; for (int i = 0; i < 8; ++i) n = 5; return n;"), (Events{"i <- i"}))
      << "constants come from nowhere";
}

TEST(ScalarFlows, StructsAreTakenApart) {
  EXPECT_EQ(flows("Share s = {number, pool->threads, pool->data}; return s.number;"),
            (Events{"s.number = number", "s.threads = pool->threads"}));
}

TEST(ScalarFlows, PointersAreLeftOut) {
  EXPECT_EQ(flows("float* p = pool->data + number; return p != 0;"), Events{});
}

} // namespace
} // namespace burler::extract
