// The demo with stand-in engines: shell scripts that write a given report, hang, crash or say nothing.
#include "demo/child.h"
#include "demo/demo.h"
#include "demo/judge.h"
#include "demo/replay.h"
#include "report/output.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

namespace burler::demo {
namespace {

namespace fs = std::filesystem;

Finding finding(const std::string& rule) {
  Finding f;
  f.rule = rule;
  f.message = rule + " somewhere";
  f.replay = "burler replay 'a b.json'";
  f.sides.push_back({"main", "write", "x", {}, {"a.cpp", 1, 1, "f"}, {}});
  seal(f);
  return f;
}

class DemoTest : public testing::Test {
protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "tools");
    fs::create_directories(folder_ / "out" / "steps");
    fs::create_directories(folder_ / "workloads");
    options_.places = {folder_ / "tools", folder_ / "source", folder_ / "workloads", folder_ / "out"};
    for (const auto& [program, mutant, engine, rule] : std::vector<std::array<std::string, 4>>{
             {"trainloop", "pull_without_lock", "stress", "race/data-race"},
             {"trainloop", "lock_order_swapped", "stress", "deadlock/cycle"},
             {"trainloop", "close_wakes_one_worker", "stress", "condvar/x"}}) {
      const fs::path place = folder_ / "source/testdata/workloads" / program / mutant;
      fs::create_directories(place);
      std::ofstream(place / "mutant.json")
          << R"({"expect":{")" << engine << R"(":{"rules":[")" << rule << R"("]}}})";
    }
    options_.engines = {"stress"};
  }

  void write_report(const std::string& name, const std::vector<Finding>& findings) {
    Report report;
    report.run.kind = "stress";
    report.findings = findings;
    ASSERT_TRUE(report::write_whole(folder_ / name, report::json_text(to_json(report))).ok());
  }

  /// burler-stress: copies clean.json or mutant.json to the file after --json. burler: says that a replay
  /// shows what is in `replayed`.
  void install_engine(const std::string& replayed = "mutant.json") {
    const auto script = [&](const std::string& name, const std::string& text) {
      const fs::path tool = folder_ / "tools" / name;
      std::ofstream(tool) << "#!/bin/sh\ncd '" << folder_.string() << "'\n" << text;
      fs::permissions(tool, fs::perms::owner_all);
    };
    script("burler-stress", "from=mutant; code=1\ncase \"$*\" in */clean/*) from=clean; code=0;; esac\n"
                            "cp $from.json \"$2\"\nexit $code\n");
    script("burler",
           "[ \"$1 $2 $4 $5\" = 'replay --json --quiet a b.json' ] && cp " + replayed + " \"$3\"\n");
  }

  ExitCode run(std::string* text = nullptr) {
    testing::internal::CaptureStdout();
    const ExitCode code = run_demo(options_);
    const std::string shown = testing::internal::GetCapturedStdout();
    if (text) *text = shown;
    return code;
  }

  fs::path folder_ = fs::path(testing::TempDir()) / "burler_demo_test";
  DemoOptions options_;
};

TEST_F(DemoTest, AllAsPlannedIsExitZero) {
  install_engine();
  write_report("clean.json", {});
  write_report("mutant.json", {finding("race/data-race"), finding("deadlock/cycle"), finding("condvar/x")});
  std::string text;
  EXPECT_EQ(run(&text), ExitCode::clean) << text;
  EXPECT_NE(text.find("3 planted defects found, 1 clean runs silent"), std::string::npos) << text;
  EXPECT_NE(text.find("replayed: the same finding"), std::string::npos) << text;
  EXPECT_NE(text.find("A race:"), std::string::npos) << text;
  EXPECT_NE(text.find("A deadlock:"), std::string::npos) << text;
  const auto merged = read_report(folder_ / "out" / "report.json");
  ASSERT_TRUE(merged) << merged.error().text();
  EXPECT_EQ(merged->findings.size(), 3u);
  EXPECT_TRUE(fs::exists(folder_ / "out" / "report.sarif"));
  EXPECT_TRUE(fs::exists(folder_ / "out" / "report.txt"));
}

TEST_F(DemoTest, AMissedDefectIsNamed) {
  install_engine();
  write_report("clean.json", {});
  write_report("mutant.json", {finding("race/data-race"), finding("condvar/x")});
  std::string text;
  EXPECT_EQ(run(&text), ExitCode::findings);
  EXPECT_NE(text.find("NOT AS PLANNED: stress: two locks taken in the other order"), std::string::npos)
      << text;
}

TEST_F(DemoTest, ANoisyCleanProgramIsNamed) {
  install_engine();
  Finding low = finding("race/data-race");
  low.confidence = Confidence::low;
  write_report("clean.json", {low});
  write_report("mutant.json", {finding("race/data-race"), finding("deadlock/cycle"), finding("condvar/x")});
  std::string text;
  EXPECT_EQ(run(&text), ExitCode::findings);
  EXPECT_NE(text.find("NOT AS PLANNED: stress: training loop as it is"), std::string::npos) << text;
}

TEST_F(DemoTest, AReplayThatShowsSomethingElseIsAFailure) {
  install_engine("other.json");
  write_report("clean.json", {});
  write_report("other.json", {finding("race/something-else")});
  write_report("mutant.json", {finding("race/data-race"), finding("deadlock/cycle"), finding("condvar/x")});
  std::string text;
  EXPECT_EQ(run(&text), ExitCode::findings);
  EXPECT_NE(text.find("NOT AS PLANNED: `burler replay 'a b.json'`"), std::string::npos) << text;
}

TEST(WordsOf, FollowsTheShell) {
  EXPECT_EQ(words_of("burler replay 'a b'\\''c' \"d'e\" f\\ g ''"),
            (std::vector<std::string>{"burler", "replay", "a b'c", "d'e", "f g", ""}));
  EXPECT_TRUE(words_of("  ").empty());
}

TEST_F(DemoTest, AMissingEngineIsUndecidedAndAnOldReportIsNotBelieved) {
  write_report("out/steps/stress-pull_without_lock.json", {finding("race/data-race")});
  std::string text;
  EXPECT_EQ(run(&text), ExitCode::undecided);
  EXPECT_NE(text.find("0 planted defects found"), std::string::npos) << text;
  EXPECT_NE(text.find("COULD NOT RUN"), std::string::npos) << text;
}

TEST_F(DemoTest, WithoutTheSourcesItSaysSo) {
  options_.places.source = "/nonexistent";
  testing::internal::CaptureStderr();
  EXPECT_EQ(run(), ExitCode::undecided);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("mutant.json"), std::string::npos);
}

TEST_F(DemoTest, WithoutBuiltWorkloadsItSaysSo) {
  options_.places.workloads = "/nonexistent";
  testing::internal::CaptureStderr();
  EXPECT_EQ(run(), ExitCode::undecided);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("ci/demo"), std::string::npos);
}

TEST_F(DemoTest, AChildThatHangsIsKilledWithItsChildren) {
  const std::string log = folder_ / "out" / "log";
  const ChildEnd end =
      run_child({"/bin/sh", "-c", "echo started; sleep 100 & sleep 100"}, log, 0.3, [](double) {});
  EXPECT_TRUE(end.timed_out);
  EXPECT_LT(end.seconds, 5);
  const ChildEnd crash = run_child({"/bin/sh", "-c", "kill -SEGV $$"}, log, 5, [](double) {});
  EXPECT_EQ(crash.exit_status, 128 + 11);
  EXPECT_FALSE(run_child({"/nonexistent"}, log, 5, [](double) {}).started);
}

} // namespace
} // namespace burler::demo
