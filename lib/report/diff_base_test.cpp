#include "report/diff_base.h"

#include <gtest/gtest.h>

namespace burler::report {
namespace {

ChangedLines parsed(std::string_view diff) {
  ChangedLines changed;
  parse_diff(diff, "/top", changed);
  return changed;
}

TEST(DiffBase, LinesOfTheNewSide) {
  const auto changed = parsed(
      "diff --git a/x.cpp b/x.cpp\n--- a/x.cpp\n+++ b/x.cpp\n@@ -3 +3,2 @@ int f()\n-old\n+new\n+more\n"
      "@@ -10,2 +11,0 @@\n-a\n-b\n");
  for (const unsigned line : {3u, 4u, 11u, 12u})
    EXPECT_TRUE(changed.contains("/top/x.cpp", line)) << line;
  for (const unsigned line : {2u, 5u, 10u, 13u})
    EXPECT_FALSE(changed.contains("/top/x.cpp", line)) << line;
  EXPECT_FALSE(changed.contains("/top/y.cpp", 3));
}

TEST(DiffBase, TextThatLooksLikeADiffIsText) {
  const auto changed = parsed(
      "--- a/x.cpp\n+++ b/x.cpp\n@@ -0,0 +1,2 @@\n+++ b/other.cpp\n+@@ -1 +50 @@\n@@ -7 +9 @@\n-x\n+y\n");
  EXPECT_TRUE(changed.contains("/top/x.cpp", 9));
  EXPECT_FALSE(changed.contains("/top/x.cpp", 50));
  EXPECT_EQ(changed.files(), 1u);
}

TEST(DiffBase, NamesAndRemovedFiles) {
  const auto changed = parsed("--- \"a/tab\\there.cpp\"\n+++ \"b/tab\\there.cpp\"\n@@ -1 +1 @@\n-a\n+b\n"
                              "--- a/with space.cpp\t\n+++ b/with space.cpp\t\n@@ -1 +2 @@\n-a\n+b\n"
                              "--- a/gone.cpp\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n");
  EXPECT_TRUE(changed.contains("/top/tab\there.cpp", 1));
  EXPECT_TRUE(changed.contains("/top/with space.cpp", 2));
  EXPECT_EQ(changed.files(), 2u);
}

TEST(DiffBase, FindingsTheChangeDoesNotTouchAreNoNewOnes) {
  Report report;
  for (const unsigned line : {10u, 20u}) {
    Finding finding;
    finding.rule = "race/unguarded-state";
    finding.sides.resize(2);
    finding.sides[0].location = {"src/a.cpp", 5, 1, "f"};
    finding.sides[1].location = {"src/a.cpp", line, 1, "g"};
    seal(finding);
    report.findings.push_back(finding);
  }
  ChangedLines changed;
  changed.add("/top/src/a.cpp", 20, 20);
  apply_diff_base(report, changed, "/top");
  EXPECT_EQ(report.findings[0].state, FindingState::baseline);
  EXPECT_EQ(report.findings[1].state, FindingState::fresh);
  EXPECT_EQ(report.findings[1].primary.line, 20u) << "the changed side comes first";
}

} // namespace
} // namespace burler::report
