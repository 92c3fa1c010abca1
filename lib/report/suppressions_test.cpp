#include "report/suppressions.h"

#include "report/whole_file.h"

#include <gtest/gtest.h>

namespace burler::report {
namespace {

Finding race() {
  Finding f;
  f.rule = "race/unguarded-state";
  f.message = "m";
  f.subject = {"KvCache::hits_", "int"};
  f.sides.push_back({"worker",
                     "write",
                     "this->hits_",
                     {},
                     {"src/kv.cpp", 4, 3, "KvCache::append"},
                     {{"src/main.cpp", 9, 1, "main"}}});
  seal(f);
  return f;
}

Result<std::vector<Suppression>> read(const std::string& text) {
  const std::string path = testing::TempDir() + "burler_suppressions";
  EXPECT_TRUE(write_whole(path, text).ok());
  return read_suppressions(path);
}

/// The state of the one finding after the file is applied.
FindingState after(const std::string& text) {
  const auto list = read(text);
  EXPECT_TRUE(list) << list.error().text();
  Report report;
  report.findings = {race()};
  apply_suppressions(report, *list);
  return report.findings[0].state;
}

TEST(Matches, StarStandsForAnyText) {
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("a*c", "abbc"));
  EXPECT_TRUE(matches("*.cpp", "src/kv.cpp"));
  EXPECT_TRUE(matches("a*b*c", "axbxbxc"));
  EXPECT_FALSE(matches("a*c", "abcd"));
  EXPECT_FALSE(matches("", "a"));
  EXPECT_FALSE(matches("abc", "ab"));
}

TEST(Matches, ManyStarsStayFast) {
  std::string pattern;
  for (int i = 0; i < 200; ++i)
    pattern += "a*";
  EXPECT_FALSE(matches(pattern + "b", std::string(5000, 'a')));
}

TEST(Suppressions, MatchSubjectFunctionFileAndCaller) {
  for (const char* pattern : {"KvCache::hits_", "KvCache::append", "src/kv.cpp", "src/*", "main", "*hits*"})
    EXPECT_EQ(after(std::string("allow(race/*) ") + pattern + ": harmless\n"), FindingState::suppressed)
        << pattern;
  EXPECT_EQ(after("allow(deadlock/*) *: other rule\n"), FindingState::fresh);
  EXPECT_EQ(after("allow(race/unguarded-state) KvCache: not the whole name\n"), FindingState::fresh);
}

TEST(Suppressions, ThreadSanitizerLinesWork) {
  EXPECT_EQ(after("# from the sanitizer job\nrace:append\n"), FindingState::suppressed);
  EXPECT_EQ(after("race:^main$\n"), FindingState::suppressed);
  EXPECT_EQ(after("race:^append$\n"), FindingState::fresh);
  EXPECT_EQ(after("race_top:main\n"), FindingState::fresh) << "main is a caller, not the top frame";
  EXPECT_EQ(after("race_top:append\n"), FindingState::suppressed);
  EXPECT_EQ(after("deadlock:append\n"), FindingState::fresh);
  EXPECT_EQ(after("called_from_lib:libz.so\n"), FindingState::fresh);
}

TEST(Suppressions, TheReasonIsCompulsoryAndErrorsNameTheLine) {
  for (const char* bad : {"\nallow(race/*) foo\n", "\nallow(race/*) foo: \n", "\nallow(race/* foo: x\n",
                          "\nnonsense\n", "\nrace:\n", "\nallow() foo: x\n"}) {
    const auto list = read(bad);
    ASSERT_FALSE(list) << bad;
    EXPECT_NE(list.error().text().find("burler_suppressions:2"), std::string::npos) << list.error().text();
  }
  EXPECT_FALSE(read_suppressions("/nonexistent"));
}

TEST(Suppressions, ReasonIsKeptAndUnusedEntriesAreNamed) {
  const auto list = read("allow(race/*) KvCache::hits_: a statistic\nallow(race/*) gone: was fixed\n");
  ASSERT_TRUE(list);
  Report report;
  report.findings = {race()};
  const auto unused = apply_suppressions(report, *list);
  EXPECT_EQ(report.findings[0].suppression_reason, "a statistic");
  EXPECT_EQ(report.findings[0].suppression_kind, "file");
  ASSERT_EQ(unused.size(), 1u);
  EXPECT_EQ(unused[0].pattern, "gone");
}

} // namespace
} // namespace burler::report
