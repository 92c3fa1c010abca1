#include "report/text.h"

#include "report/plain_text.h"
#include "report/whole_file.h"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>

namespace burler::report {
namespace {

/// A finding that has more to say than 15 lines: `sides` sides with source, thread and callers.
Finding crowded(std::size_t sides) {
  Finding f;
  f.rule = "deadlock/lock-order-cycle";
  f.message = "locks are taken in a cycle";
  f.subject = {"a -> b", ""};
  for (std::size_t i = 0; i < sides; ++i)
    f.sides.push_back({"thread " + std::to_string(i),
                       "acquire",
                       "m" + std::to_string(i),
                       {"held" + std::to_string(i)},
                       {"crowded.cpp", static_cast<unsigned>(i + 1), 1, "f" + std::to_string(i)},
                       {{"crowded.cpp", 99, 1, "caller"}}});
  f.fix = "one order";
  f.replay = "burler replay x.schedule.json";
  seal(f);
  return f;
}

std::string folder_with_source() {
  const std::string folder = testing::TempDir() + "burler_text_test";
  std::filesystem::create_directories(folder);
  std::string source;
  for (int i = 0; i < 20; ++i)
    source += "    line_" + std::to_string(i) + "();\n";
  EXPECT_TRUE(write_whole(folder + "/crowded.cpp", source).ok());
  return folder;
}

TEST(FindingText, NeverMoreThanFifteenLinesAndTheFixAlwaysStays) {
  const std::string folder = folder_with_source();
  for (std::size_t sides = 0; sides < 30; ++sides) {
    const std::string text = to_text(crowded(sides), {false, true, folder});
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 15) << sides;
    EXPECT_NE(text.find("fix: one order"), std::string::npos) << sides;
    EXPECT_NE(text.find("replay: burler replay"), std::string::npos) << sides;
  }
}

TEST(FindingText, AShorterBudgetKeepsWhatMustStay) {
  const std::string text = to_text(crowded(2), {.source_lines = false, .root = "", .most_lines = 1});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6) << text;
}

TEST(FindingText, CallersGoBeforeThreadsAndThreadsBeforeSource) {
  const std::string folder = folder_with_source();
  const std::string two = to_text(crowded(2), {false, true, folder});
  for (const char* part : {"1 | line_0();", "by thread 1", "called from caller"})
    EXPECT_NE(two.find(part), std::string::npos) << part << two;
  const std::string four = to_text(crowded(4), {false, true, folder});
  EXPECT_NE(four.find("4 | line_3();"), std::string::npos) << four;
  EXPECT_EQ(four.find("called from"), std::string::npos) << four;
}

TEST(FindingText, ForeignTextCannotCommandTheTerminal) {
  Finding f = crowded(1);
  f.message = "two\nlines \x1b[2J";
  f.sides[0].thread = "\x1b]0;title\a";
  f.sides[0].location.file = "a\nb.cpp";
  const std::string text = to_text(f, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 15);
}

TEST(FindingText, ColoursOnlyOnRequest) {
  EXPECT_EQ(to_text(crowded(2), {.colour = false, .root = ""}).find('\x1b'), std::string::npos);
  EXPECT_NE(to_text(crowded(2), {.colour = true, .root = ""}).find('\x1b'), std::string::npos);
}

TEST(ShortName, DropsTemplateArgumentsOnly) {
  EXPECT_EQ(short_name("std::vector<int, std::allocator<int>>::push_back", 10),
            "std::vector<...>::push_back");
  EXPECT_EQ(short_name("A<B<C>, D>::operator<<", 10), "A<...>::operator<<");
  EXPECT_EQ(short_name("P<int>::operator->", 5), "P<...>::operator->");
  EXPECT_EQ(short_name("short<int>"), "short<int>");
  EXPECT_EQ(short_name("unbalanced<int", 3), "unbalanced<int");
}

TEST(SharedScope, LeavesClassesVisible) {
  EXPECT_EQ(shared_scope({"a::b::Store::push", "a::b::run_worker", "main", ""}), "a::b::");
  EXPECT_EQ(shared_scope({"KvCache::append", "KvCache::peek"}), "");
  EXPECT_EQ(shared_scope({"app::KvCache::append", "app::KvCache::peek"}), "app::");
  EXPECT_EQ(shared_scope({"KvCache::append::lambda#1", "KvCache::peek"}), "");
  EXPECT_EQ(shared_scope({"a::f", "b::g"}), "");
  EXPECT_EQ(shared_scope({"abc::x::f", "abd::x::g"}), "");
  EXPECT_EQ(shared_scope({"a::f<b::c>(d::e)", "a::S::g"}), "a::");
  EXPECT_EQ(shared_scope({}), "");
}

TEST(WithoutScope, OnlyAtTheStartOfAName) {
  EXPECT_EQ(without_scope("a::b::f calls x::a::b::g and a::b::h", "a::b::"), "f calls x::a::b::g and h");
  EXPECT_EQ(without_scope("anything", ""), "anything");
}

TEST(ReportText, TheClosingLineCountsTiersAndStates) {
  Report report;
  report.run.kind = "lint";
  EXPECT_EQ(to_text(report, {}), "burler lint: no new findings\n");
  Finding medium = crowded(2), accepted = crowded(3);
  medium.confidence = Confidence::medium;
  accepted.state = FindingState::baseline;
  report.findings = {medium, accepted};
  report.run.undecided = {{"x.cpp", "does not parse"}};
  const std::string text = to_text(report, {.source_lines = false, .root = "", .gate = Confidence::high});
  EXPECT_NE(text.find("burler lint: 1 new finding (1 medium confidence), none of high confidence or above, "
                      "1 in the baseline, 1 undecided\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("undecided: x.cpp: does not parse"), std::string::npos);
}

TEST(ReportText, TheLimitCountsWhatItHides) {
  Report report;
  report.run.kind = "lint";
  report.findings = {crowded(2), crowded(3), crowded(4)};
  const std::string text = to_text(report, {.source_lines = false, .root = "", .limit = 1});
  EXPECT_NE(text.find("3 new findings, 1 shown"), std::string::npos) << text;
}

TEST(WitnessText, ThreadsAreColumns) {
  Finding f = crowded(2);
  f.witness = {{"main", "locks a", {"a.cpp", 1, 0, ""}}, {"worker", "locks b", {}}, {"main", "waits", {}}};
  EXPECT_EQ(witness_text(f), "  T1: main\n  T2: worker\n"
                             "  T1 locks a  (a.cpp:1)\n" +
                                 std::string(30, ' ') + "T2 locks b\n  T1 waits\n");
  EXPECT_EQ(witness_text(crowded(2)), "");
}

} // namespace
} // namespace burler::report
