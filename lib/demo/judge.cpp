#include "demo/judge.h"

#include "base/exit_code.h"

#include <algorithm>
#include <set>

namespace burler::demo {
namespace {

std::string joined(const std::set<std::string>& words, const char* otherwise) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? otherwise : out;
}

Outcome trouble(std::string word) {
  Outcome out;
  out.undecided = true;
  out.word = std::move(word);
  return out;
}

} // namespace

Outcome judge(const Step& step, const ChildEnd& end) {
  if (!end.started) return trouble("cannot run " + step.command.front() + ": build the whole project");
  if (end.timed_out) return trouble("stopped at its time limit");
  auto report = read_report(step.report);
  if (!report)
    return trouble("no report (exit status " + std::to_string(end.exit_status) +
                   "): " + report.error().message);
  Outcome out;
  out.report = *report;
  std::set<std::string> rules;
  for (const Finding& finding : report->findings) {
    rules.insert(finding.rule);
    const bool expected = std::find(step.rules.begin(), step.rules.end(), finding.rule) != step.rules.end();
    if (expected && !out.finding) out.finding = finding;
  }
  if (!step.rules.empty()) {
    out.as_planned = out.finding.has_value();
    out.word = out.as_planned ? "found " + out.finding->rule
                              : "expected " + joined({step.rules.begin(), step.rules.end()}, "") +
                                    ", found " + joined(rules, "nothing");
    return out;
  }
  if (!report->findings.empty())
    out.word = "should be silent, found " + joined(rules, "");
  else if (!report->run.undecided.empty())
    out = trouble("undecided: " + report->run.undecided.front().what + ": " +
                  report->run.undecided.front().reason);
  else if (end.exit_status != to_int(ExitCode::clean))
    out = trouble("exit status " + std::to_string(end.exit_status));
  else {
    out.as_planned = true;
    out.word = "silent";
  }
  return out;
}

} // namespace burler::demo
