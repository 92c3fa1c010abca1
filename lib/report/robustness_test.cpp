// Damaged reports: whatever still reads as a report goes through every writer, and nothing crashes.
#include "report/diff.h"
#include "report/markdown.h"
#include "report/output.h"
#include "report/sarif.h"
#include "report/text.h"

#include <gtest/gtest.h>
#include <random>

namespace burler::report {
namespace {

Report sample() {
  Report report;
  report.run = {"stress", {"burler", "stress"}, "0/2", {{"x.cpp", "does not parse"}}, {{"schedules", 3}}};
  Finding f;
  f.rule = "race/unguarded-state";
  f.message = "m is raced";
  f.subject = {"m", "int"};
  f.sides.push_back({"worker", "write", "m", {"mu"}, {"a.cpp", 4, 3, "f"}, {{"main.cpp", 9, 1, "main"}}});
  f.sides.push_back({"main", "read", "m", {}, {"b.cpp", 7, 0, "g"}, {}});
  f.witness.push_back({"worker", "writes m", {"a.cpp", 4, 3, "f"}});
  seal(f);
  report.findings = {f};
  return report;
}

void write_every_form(Report report) {
  normalise(report);
  EXPECT_FALSE(json_text(to_json(merge({report, sample()}))).empty());
  EXPECT_FALSE(json_text(to_sarif(report, {"/root"})).empty());
  EXPECT_FALSE(to_text(report, {.colour = true, .root = "/nonexistent"}).empty());
  EXPECT_FALSE(to_markdown(report).empty());
  diff(report, sample());
}

TEST(Robustness, DamagedBytesNeverCrashAReaderOrWriter) {
  std::mt19937 random(7);
  const std::string whole = to_json(sample()).dump();
  int readable = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string text = whole;
    for (unsigned i = random() % 3 + 1; i > 0; --i) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, random() % 8 + 1);
        break;
      default:
        text.insert(at, 1, "0123456789-{}[]\",:e"[random() % 19]);
      }
    }
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (document.is_discarded()) continue;
    if (const auto report = report_from_json(document)) {
      ++readable;
      write_every_form(*report);
    }
  }
  EXPECT_GT(readable, 500) << "the test must reach the writers";
}

TEST(Robustness, ValuesOfEveryTypeInEveryPlace) {
  const auto good = to_json(sample());
  const std::vector<nlohmann::json> values = {
      nullptr,           true, -1, 1e300, "", "\x80", nlohmann::json::array(), nlohmann::json::object(),
      {{"runs", {1, 2}}}};
  const nlohmann::json places = good.flatten();
  for (const auto& [pointer, original] : places.items())
    for (const auto& value : values) {
      auto document = good;
      document[nlohmann::json::json_pointer(pointer)] = value;
      if (const auto report = report_from_json(document)) write_every_form(*report);
    }
}

TEST(Robustness, ThousandsOfFindings) {
  Report report = sample();
  for (int i = 0; i < 3000; ++i) {
    Finding f = report.findings[0];
    f.subject.name = "m" + std::to_string(i);
    seal(f);
    report.findings.push_back(f);
  }
  write_every_form(report);
}

} // namespace
} // namespace burler::report
