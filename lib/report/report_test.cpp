#include "report/baseline.h"
#include "report/diff.h"
#include "report/markdown.h"
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

TEST(Diff, SuppressedFindingsAreNeitherNewNorKnown) {
  Finding suppressed = race("a", 1);
  suppressed.state = FindingState::suppressed;
  EXPECT_TRUE(diff(with({}), with({suppressed})).added.empty());
  EXPECT_TRUE(diff(with({suppressed}), with({})).fixed.empty());
  EXPECT_EQ(diff(with({suppressed}), with({race("a", 1)})).added.size(), 1u) << "its suppression was removed";
}

TEST(Markdown, ForeignTextBringsNoMarkUp) {
  Finding f = race("k_", 4);
  f.message = "a | b <img src=x> [x](y)\n```\n";
  const std::string text = to_markdown(with({f}));
  EXPECT_NE(text.find("| src/a b.cpp:4 | a \\| b &lt;img"), std::string::npos) << text;
  const std::string table = text.substr(0, text.find("<details>"));
  EXPECT_EQ(table.find("[x](y)"), std::string::npos) << table;
  EXPECT_EQ(to_markdown(with({})), "### burler lint: no new findings\n");
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

TEST(Sarif, OneThreadGetsOneFlowAndLongStoriesKeepTheirEnd) {
  Finding f = race("k_", 4);
  for (int i = 0; i < 5000; ++i)
    f.witness.push_back({"main", "step " + std::to_string(i), {"a.cpp", 1, 1, "main"}});
  const auto flows = to_sarif(with({f}))["runs"][0]["results"][0]["codeFlows"];
  ASSERT_EQ(flows.size(), 1u);
  const auto& steps = flows[0]["threadFlows"][0]["locations"];
  EXPECT_EQ(steps.size(), 1000u);
  EXPECT_EQ(steps.back()["location"]["message"]["text"], "[T1] step 4999");
}

TEST(Sarif, NamesStayAsTheUserWroteThem) {
  Finding f = race("k_", 4);
  f.message = "buffer[i] and table[i](x) race";
  const auto text = to_sarif(with({f}))["runs"][0]["results"][0]["message"]["text"].get<std::string>();
  EXPECT_NE(text.find("buffer[i] and table[i] (x) race"), std::string::npos) << text;
}

TEST(Sarif, SuppressionsBaselineAndUndecidedAreCarried) {
  Finding in_source = race("a", 1), in_file = race("b", 1), known = race("c", 1);
  in_source.state = in_file.state = FindingState::suppressed;
  in_source.suppression_reason = "legacy";
  in_file.suppression_kind = "file";
  known.state = FindingState::baseline;
  Report report = with({in_source, in_file, known});
  report.run.undecided = {{"x.cpp", "does not parse"}};
  const auto run = to_sarif(report, {"/home/project"})["runs"][0];
  EXPECT_EQ(run["results"][0]["suppressions"][0]["kind"], "inSource");
  EXPECT_EQ(run["results"][0]["suppressions"][0]["justification"], "legacy");
  EXPECT_EQ(run["results"][1]["suppressions"][0]["kind"], "external");
  EXPECT_EQ(run["results"][2]["baselineState"], "unchanged");
  const auto& notes = run["invocations"][0]["toolExecutionNotifications"];
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0]["message"]["text"].get<std::string>().find("x.cpp"), std::string::npos);
  EXPECT_EQ(run["originalUriBaseIds"]["%SRCROOT%"]["uri"], "file:///home/project/");
}

TEST(Emit, NothingRanIsWrittenIntoTheReport) {
  OutputRequest request;
  request.quiet = true;
  request.json = testing::TempDir() + "burler_emit_test.json";
  EXPECT_EQ(emit(with({}), request, false), ExitCode::undecided);
  const auto report = read_report(request.json);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(verdict(*report, Confidence::high), ExitCode::undecided) << "a later reader sees it too";
}

TEST(Emit, TwoFormsCannotShareStandardOutput) {
  OutputRequest both;
  both.quiet = true;
  both.json = both.sarif = "-";
  testing::internal::CaptureStdout();
  EXPECT_EQ(emit(with({}), both, true), ExitCode::usage);
  testing::internal::GetCapturedStdout();
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
