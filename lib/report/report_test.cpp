#include "report/baseline.h"
#include "report/diff.h"
#include "report/output.h"
#include "report/sarif.h"
#include "report/text.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace burler::report {
namespace {

Finding race(const std::string& subject, unsigned line) {
  Finding f;
  f.rule = "race/unguarded-state";
  f.message = subject + " is written without the lock";
  f.subject = {subject, "int"};
  f.sides.push_back({"worker",
                     "write",
                     "this->" + subject,
                     {},
                     {"src/a b.cpp", line, 3, "K::append"},
                     {{"main.cpp", 9, 1, "main"}}});
  f.sides.push_back({"main", "read", "this->" + subject, {"mu_"}, {"src/b.cpp", 7, 0, "K::peek"}, {}});
  f.fix = "take mu_";
  seal(f);
  return f;
}

Report with(std::vector<Finding> findings) {
  Report report;
  report.run.kind = "lint";
  report.findings = std::move(findings);
  return report;
}

TEST(Text, ARaceFitsFifteenLinesAndNamesBothSides) {
  const std::string text = to_text(race("k_", 4), {});
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 15);
  for (const char* part :
       {"src/a b.cpp:4:3", "src/b.cpp:7", "K::append", "holding mu_", "holding no lock", "take mu_"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(Text, TwentySidesStillFit) {
  Finding f = race("k_", 4);
  for (int i = 0; i < 18; ++i)
    f.sides.push_back(f.sides[0]);
  const std::string text = to_text(f, {});
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 15);
}

TEST(Baseline, AcceptsKnownFingerprintsOnly) {
  Report report = with({race("a", 1), race("b", 2)});
  apply_baseline(report, {race("a", 50).fingerprint});
  EXPECT_EQ(std::count_if(report.findings.begin(), report.findings.end(),
                          [](const Finding& f) { return f.state == FindingState::baseline; }),
            1);
  const std::string path = testing::TempDir() + "burler_baseline_test";
  ASSERT_TRUE(write_whole(path, baseline_text(report)).ok());
  const auto read = read_baseline(path);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->size(), 2u);
  ASSERT_TRUE(write_whole(path, "not a fingerprint\n").ok());
  EXPECT_FALSE(read_baseline(path));
}

TEST(Diff, SortsIntoNewFixedUnchanged) {
  const Difference d = diff(with({race("a", 1), race("b", 1)}), with({race("b", 2), race("c", 1)}));
  EXPECT_EQ(d.added.size(), 1u);
  EXPECT_EQ(d.fixed.size(), 1u);
  EXPECT_EQ(d.unchanged.size(), 1u);
}

TEST(Sarif, CarriesWhatCodeReviewNeeds) {
  const auto sarif = to_sarif(with({race("k_", 4)}));
  const auto& run = sarif["runs"][0];
  const auto& result = run["results"][0];
  EXPECT_EQ(sarif["version"], "2.1.0");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "src/a%20b.cpp");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
  EXPECT_EQ(result["relatedLocations"].size(), 2u);
  EXPECT_TRUE(result["partialFingerprints"].contains("primaryLocationLineHash"));
  ASSERT_EQ(result["codeFlows"].size(), 2u);
  EXPECT_EQ(result["codeFlows"][0]["threadFlows"].size(), 1u) << "the woven flow comes first";
  EXPECT_EQ(result["codeFlows"][1]["threadFlows"].size(), 2u);
  EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<int>()]["id"], "race/unguarded-state");
}

TEST(Emit, ExitCodeFollowsTheContract) {
  OutputRequest quiet;
  quiet.quiet = true;
  EXPECT_EQ(emit(with({}), quiet, true), ExitCode::clean);
  EXPECT_EQ(emit(with({}), quiet, false), ExitCode::undecided) << "never clean when nothing ran";
  EXPECT_EQ(emit(with({race("a", 1)}), quiet, true), ExitCode::findings);
  Finding low = race("a", 1);
  low.confidence = Confidence::low;
  EXPECT_EQ(emit(with({low}), quiet, true), ExitCode::clean) << "below the gate";
  Report undecided = with({});
  undecided.run.undecided = {{"x.cpp", "does not parse"}};
  EXPECT_EQ(emit(undecided, quiet, true), ExitCode::undecided);
  quiet.json = "/nonexistent/folder/report.json";
  EXPECT_EQ(emit(with({}), quiet, true), ExitCode::usage);
}

} // namespace
} // namespace burler::report
