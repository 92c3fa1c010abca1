// The report as a document: what is written is read back, what is wrong is named, and merging is a union.
#include "finding/join_places.h"
#include "finding/report.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <random>

namespace burler {
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
  f.witness.push_back({"worker", "writes", {"src/a b.cpp", line, 3, "K::append"}});
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

std::string bytes(const Report& report) {
  return to_json(report).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string error_of(const nlohmann::json& document) {
  const auto back = report_from_json(document);
  return back ? "" : back.error().text();
}

TEST(Fingerprint, IgnoresLinesAndSideOrder) {
  Finding a = race("k_", 4), b = race("k_", 400);
  std::swap(b.sides[0], b.sides[1]);
  seal(b);
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_NE(a.fingerprint, race("v_", 4).fingerprint);
}

TEST(JoinPlaces, OneFingerprintIsOneFindingWithAllItsPlaces) {
  const Finding first = race("k_", 4), second = race("k_", 90), other = race("v_", 4);
  const auto joined = join_places({first, second, other});
  ASSERT_EQ(joined.size(), 2u);
  ASSERT_EQ(joined[0].sides.size(), 3u); // the common end is told once
  EXPECT_EQ(joined[0].sides[2].location.line, 90u);
  EXPECT_EQ(joined[0].fingerprint, first.fingerprint);
  Finding suppressed = second;
  suppressed.state = FindingState::suppressed;
  EXPECT_EQ(join_places({first, suppressed}).size(), 2u) << "a suppressed place hides no other";
}

TEST(Json, RoundTripKeepsEverything) {
  Report report = with({race("k_", 4)});
  report.findings[0].state = FindingState::suppressed;
  report.findings[0].suppression_reason = "legacy";
  report.findings[0].suppression_kind = "file";
  report.findings[0].replay = "burler replay f.schedule.json";
  report.run = {"stress", {"burler", "stress"}, "1/4", {{"x.cpp", "does not parse"}}, {{"schedules", 7}}};
  const auto back = report_from_json(to_json(report));
  ASSERT_TRUE(back) << back.error().text();
  EXPECT_EQ(bytes(*back), bytes(report));
}

TEST(Json, EveryWrongKeyIsNamedByItsPath) {
  const auto good = to_json(with({race("k_", 4)}));
  const auto broken = [&](const char* pointer, nlohmann::json value) {
    auto document = good;
    document[nlohmann::json::json_pointer(pointer)] = std::move(value);
    return error_of(document);
  };
  const std::string line = "/findings/0/sides/1/location/line";
  for (const nlohmann::json& bad :
       {nlohmann::json("seven"), nlohmann::json(-1), nlohmann::json(1.5), nlohmann::json(1ull << 40)})
    EXPECT_NE(broken(line.c_str(), bad).find("$.findings[0].sides[1].location.line"), std::string::npos)
        << bad;
  EXPECT_NE(broken("/schema", "burler-report/2").find("$.schema"), std::string::npos);
  EXPECT_NE(broken("/findings/0/severity", "fatal").find("$.findings[0].severity"), std::string::npos);
  EXPECT_NE(broken("/findings/0/fingerprint", "XYZ").find("$.findings[0].fingerprint"), std::string::npos);
  EXPECT_NE(broken("/findings/0/sides/0/locks", 3).find("$.findings[0].sides[0].locks"), std::string::npos);
  EXPECT_NE(broken("/findings", 3).find("$.findings"), std::string::npos);
  EXPECT_NE(broken("/run/stats", 3).find("$.run.stats"), std::string::npos);
  EXPECT_NE(error_of(nlohmann::json::array()), "");
  auto without = good;
  without["findings"][0]["primary"].erase("file");
  EXPECT_NE(error_of(without).find("$.findings[0].primary.file is missing"), std::string::npos);
}

TEST(Json, UnknownKeysAreLeftAlone) {
  auto document = to_json(with({race("k_", 4)}));
  document["findings"][0]["future"] = {1, 2};
  EXPECT_TRUE(report_from_json(document));
}

TEST(ReadReport, BadFilesGiveOneLine) {
  EXPECT_FALSE(read_report("/nonexistent/report.json"));
  EXPECT_NE(read_report(testing::TempDir()).error().message.find("is a folder"), std::string::npos);
  const std::string path = testing::TempDir() + "burler_cut_report.json";
  const std::string whole = to_json(with({race("k_", 4)})).dump();
  for (const std::size_t length : {std::size_t(0), std::size_t(1), whole.size() / 2, whole.size() - 1}) {
    std::ofstream(path) << whole.substr(0, length);
    const auto report = read_report(path);
    ASSERT_FALSE(report) << length;
    EXPECT_EQ(report.error().text().find('\n'), std::string::npos);
    EXPECT_NE(report.error().text().find(path), std::string::npos);
  }
  std::ofstream(path) << std::string(1000000, '[');
  EXPECT_FALSE(read_report(path)) << "a million open brackets must not exhaust the stack";
  std::ofstream(path) << "{\"schema\":\"\xff\xfe\"}";
  EXPECT_FALSE(read_report(path));
}

TEST(Normalise, ForeignBytesAreNoError) {
  Report report = with({race("k\xff_", 1), race("k\xff_", 2)});
  normalise(report);
  EXPECT_EQ(report.findings.size(), 1u);
}

TEST(Normalise, ANewFindingWinsOverAnAcceptedOne) {
  Finding accepted = race("k_", 1), fresh = race("k_", 90);
  accepted.state = FindingState::suppressed;
  Report report = with({accepted, fresh});
  normalise(report);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].state, FindingState::fresh);
}

/// A random report; small alphabets so that fingerprints, runs and undecided entries collide often.
Report random_report(std::mt19937& random) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Report report;
  report.tool_version = pick(5) ? "0.1.0" : "0.2.0";
  report.run.kind = pick(2) ? "lint" : "stress";
  if (pick(2)) report.run.command = {"burler", pick(2) ? "lint" : "stress"};
  report.run.shard = std::to_string(pick(3)) + "/3";
  if (pick(2)) report.run.stats = {{"schedules", pick(2)}};
  for (int i = pick(3); i > 0; --i)
    report.run.undecided.push_back({std::string(1, static_cast<char>('a' + pick(3))), "reason"});
  for (int i = pick(4); i > 0; --i) {
    Finding f = race(std::string(1, static_cast<char>('p' + pick(3))), 1u + static_cast<unsigned>(pick(2)));
    f.state = static_cast<FindingState>(pick(3));
    f.confidence = static_cast<Confidence>(pick(3));
    if (pick(2)) f.replay = "burler replay " + std::to_string(pick(2));
    report.findings.push_back(f);
  }
  return report;
}

TEST(Merge, IsAssociativeCommutativeAndIdempotentToTheByte) {
  std::mt19937 random(20240611);
  for (int round = 0; round < 500; ++round) {
    std::vector<Report> reports;
    for (int i = 0; i < 4; ++i)
      reports.push_back(random_report(random));
    const Report& a = reports[0];
    const Report& b = reports[1];
    const Report& c = reports[2];
    const std::string flat = bytes(merge(reports));
    ASSERT_EQ(bytes(merge({merge({a, b}), c, reports[3]})), flat) << round;
    ASSERT_EQ(bytes(merge({a, merge({b, merge({c, reports[3]})})})), flat) << round;
    ASSERT_EQ(bytes(merge({merge({a, c}), merge({reports[3], b}), a})), flat) << round;
    std::shuffle(reports.begin(), reports.end(), random);
    ASSERT_EQ(bytes(merge(reports)), flat) << round;
    const Report once = merge(reports);
    ASSERT_EQ(bytes(merge({once})), flat) << round;
    ASSERT_EQ(bytes(merge({once, once, a})), flat) << round;
    const auto through_a_file = report_from_json(to_json(once));
    ASSERT_TRUE(through_a_file) << through_a_file.error().text();
    ASSERT_EQ(bytes(merge({*through_a_file, b})), flat) << round;
  }
}

TEST(Merge, KeepsTheStatisticsOfEveryShardEvenWhenTheyAreEqual) {
  Report a = with({}), b = with({});
  a.run.stats = b.run.stats = {{"schedules", 100}};
  a.run.shard = "0/2";
  b.run.shard = "1/2";
  const Report merged = merge({a, b});
  ASSERT_NE(parts_of(merged.run), nullptr);
  EXPECT_EQ(parts_of(merged.run)->size(), 2u);
  EXPECT_EQ(merged.run.shard, "0/1");
}

} // namespace
} // namespace burler
