#include "cudahost/rewrite/rewrite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace burler::cudahost {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string rewritten(const std::string& body) {
  Result<std::string> r = rewrite("# 1 \"x.cu\"\n" + body);
  return r ? *r : "error: " + r.error().message;
}

TEST(Lexer, FollowsLineMarkersAndRawStrings) {
  const std::string source = "# 7 \"a.cu\"\nint a;\n# 3 \"b.h\" 3\nconst char* s = R\"x(\n\")x\"; int b;\n";
  const TokenStream s = lex(source);
  EXPECT_EQ(s.tokens[0].line, 7u);
  EXPECT_EQ(s.files[s.tokens[0].file], "a.cu");
  EXPECT_FALSE(s.tokens[0].system);
  const Token& last = s.tokens[s.tokens.size() - 2];
  EXPECT_EQ(last.text, "b");
  EXPECT_EQ(last.line, 4u);
  EXPECT_TRUE(last.system);
}

TEST(Lexer, NumbersWithSeparatorsAndExponents) {
  const std::string source = "1'000 1e-5f 0xe+1 .5f";
  const TokenStream s = lex(source);
  EXPECT_EQ(s.tokens[0].text, "1'000");
  EXPECT_EQ(s.tokens[1].text, "1e-5f");
  EXPECT_EQ(s.tokens[2].text, "0xe");
}

TEST(Launches, BecomeCallsWithTheKernelsName) {
  const std::string text = rewritten("void f() { k<<<1, 2>>>(a, b); }");
  EXPECT_THAT(
      text, HasSubstr("::burlercuda::launch(::burlercuda::Config(1, 2), \"k\", [=](auto&& burler_a0, auto&& "
                      "burler_a1) { k(burler_a0, burler_a1); }, a, b)"));
  EXPECT_THAT(text, Not(HasSubstr("<<<")));
}

TEST(Launches, KeepTemplatesQualificationAndAnyExpression) {
  EXPECT_THAT(rewritten("int x = (ns::k<float, sizeof(A<int>)><<<g, b, s, st>>>(p), 1);"),
              HasSubstr("{ ns::k<float, sizeof(A<int>)>(burler_a0); }, p)"));
  EXPECT_THAT(rewritten("void f() { ::k<<<g, b>>>(); }"), HasSubstr("{ ::k(); })"));
  EXPECT_THAT(rewritten("void f() { table[i](3)<<<g, b>>>(x); }"),
              HasSubstr("{ table[i](3)(burler_a0); }, x)"));
  EXPECT_THAT(rewritten("void f() { return k<<<g, b>>>(x); }"), HasSubstr("return ::burlercuda::launch"));
}

TEST(Launches, ConstantsStayWhereTheParameterTypeIsKnown) {
  EXPECT_THAT(rewritten("void f() { k<<<1, 2>>>(nullptr, 0, x, f<a, b>(y)); }"),
              HasSubstr("{ k(nullptr, 0, burler_a0, burler_a1); }, x, f<a, b>(y))"));
  EXPECT_THAT(rewritten("void f() { k<<<1, 2>>>(xs...); }"),
              HasSubstr("[=](auto&&... burler_a0) { k(burler_a0...); }, xs...)"));
  EXPECT_THAT(rewritten("void f() { k<<<1, 2>>>(a < b, c > d); }"), HasSubstr("k(burler_a0, burler_a1)"));
}

TEST(Launches, ShiftsAndClosingTemplatesAreLeftAlone) {
  const std::string body =
      "std::vector<std::vector<std::vector<int>>> v; int y = a << b >> c; x.operator<< <int>(3);";
  EXPECT_THAT(rewritten(body), HasSubstr(body));
}

TEST(Launches, BrokenOnesNameThePlace) {
  EXPECT_THAT(rewritten("void f() {\n k<<<1, 2; }"), HasSubstr("error: x.cu:2: '<<<' without its '>>>'"));
}

TEST(Launches, RestoreTheLine) {
  EXPECT_THAT(rewritten("void f() {\n k<<<1,\n 2>>>(a); g(); }"), HasSubstr("\n# 3 \"x.cu\"\n; g(); }"));
}

TEST(Shared, ArraysBecomeReferencesIntoTheArena) {
  const std::string text = rewritten("void k() { __burler_shared__ float tile[32][33]; }");
  EXPECT_THAT(text,
              HasSubstr("typedef float burler_spec0; typedef burler_spec0 burler_type0_0 [ 32 ] [ 33 ] ;"))
      << text;
  EXPECT_THAT(text, HasSubstr("\"tile\", \"x.cu\", 1, sizeof(burler_type0_0)"));
  EXPECT_THAT(text, HasSubstr("burler_type0_0& tile"));
}

TEST(Shared, DynamicSeveralDeclaratorsTemplatesAndAlignment) {
  EXPECT_THAT(rewritten("void k() { extern __burler_shared__ __attribute__((aligned(16))) char raw[]; }"),
              HasSubstr("\"raw\", \"x.cu\", 1, 0, "));
  const std::string two = rewritten("void k() { __burler_shared__ int a[4], *b; }");
  EXPECT_THAT(two, HasSubstr("& a __attribute__"));
  EXPECT_THAT(two, HasSubstr("typedef burler_spec0 * burler_type0_1 ;"));
  EXPECT_THAT(rewritten("void k() { __burler_shared__ typename cub::Scan<float, 64>::Storage s; }"),
              HasSubstr("typedef typename cub :: Scan < float , 64 > :: Storage burler_spec0;"));
  EXPECT_THAT(rewritten("void k() { static __burler_shared__ struct { int x; } s; }"),
              HasSubstr("burler_type0_0& s"));
}

TEST(Variables, AreRegisteredAndFunctionsAreNot) {
  EXPECT_THAT(rewritten("__burler_device__ int counter = 0;"),
              HasSubstr("int counter = 0; static ::burlercuda::Symbol burler_symbol0(counter, \"counter\", "
                        "0, \"x.cu\", 1);"));
  EXPECT_THAT(rewritten("static __burler_constant__ float table[4];"),
              HasSubstr("burler_symbol0(table, \"table\", 1"));
  EXPECT_THAT(rewritten("__burler_device__ float square(float x) { return x * x; }"),
              Not(HasSubstr("Symbol")));
  EXPECT_THAT(rewritten("struct V { __burler_device__ V& operator=(int); };"), Not(HasSubstr("Symbol")));
  EXPECT_THAT(rewritten("extern __burler_device__ int elsewhere;"), Not(HasSubstr("Symbol")));
  EXPECT_THAT(rewritten("__burler_device__ __burler_managed__ int both;"), HasSubstr("(both, \"both\", 2"));
}

TEST(Unsupported, NamesConstructAndPlace) {
  EXPECT_THAT(rewritten("\n\nvoid k() { asm volatile(\"bar.sync 0;\"); }"),
              HasSubstr("error: x.cu:3: inline PTX"));
  EXPECT_THAT(rewritten("float f(cudaTextureObject_t t);"), HasSubstr("texture objects are not supported"));
}

} // namespace
} // namespace burler::cudahost
