#include "commands.h"

#include "finding/rule_info.h"
#include "report/baseline.h"
#include "report/diff.h"
#include "report/markdown.h"
#include "report/sarif.h"
#include "report/text.h"

#include <iostream>
#include <optional>

namespace burler::tool {
namespace {

int fail(const Error& error) {
  std::cerr << "burler report: " << error.text() << "\n";
  return to_int(ExitCode::usage);
}

int print(const std::string& text, ExitCode code, const std::string& target = "-") {
  const Status written = report::write_whole(target, text);
  return written ? to_int(code) : fail(written.error());
}

/// Names the first unreadable one on standard error; the callers return `usage`.
std::optional<std::vector<Report>> read_all(const std::vector<std::string>& paths) {
  std::vector<Report> reports;
  for (const std::string& path : paths) {
    auto report = read_report(path);
    if (!report) {
      fail(report.error());
      return std::nullopt;
    }
    normalise(*report);
    reports.push_back(*std::move(report));
  }
  return reports;
}

std::string listed(const std::string& title, const std::vector<Finding>& findings) {
  std::string out = title + ": " + std::to_string(findings.size()) + "\n";
  for (const Finding& f : findings)
    out += "  " + f.primary.file + ":" + std::to_string(f.primary.line) + ": " + f.message + " [" + f.rule +
           ", " + f.fingerprint + "]\n";
  return out;
}

int explain_finding(const Finding& f) {
  std::string text = report::to_text(f, {report::wants_colour(), true, ""});
  if (const std::string story = report::witness_text(f); !story.empty())
    text += "\nHow it happens:\n" + story;
  if (const RuleInfo* rule = find_rule(f.rule)) text += "\n" + rule->help;
  return print(text, ExitCode::clean);
}

} // namespace

int merge_command(const std::vector<std::string>& paths, report::OutputRequest request) {
  const auto reports = read_all(paths);
  if (!reports) return to_int(ExitCode::usage);
  if (request.json.empty() && request.sarif.empty()) request.json = "-";
  return to_int(report::emit(merge(*reports), request, true));
}

int diff_command(const std::string& older, const std::string& newer, const report::OutputRequest& request) {
  auto reports = read_all({older, newer});
  if (!reports) return to_int(ExitCode::usage);
  Report& now = (*reports)[1];
  const report::Difference change = report::diff((*reports)[0], now);
  std::string text = listed("new", change.added) + listed("fixed", change.fixed) +
                     "unchanged: " + std::to_string(change.unchanged.size()) + "\n";
  if (!now.run.undecided.empty() && !change.fixed.empty())
    text += "note: " + newer + " has " + std::to_string(now.run.undecided.size()) +
            " undecided entries; what is listed as fixed may only not have been seen\n";
  std::set<std::string> known;
  for (const Finding& f : change.unchanged)
    known.insert(f.fingerprint);
  report::apply_baseline(now, known);
  report::OutputRequest files = request;
  files.quiet = true;
  const ExitCode code = report::emit(now, files, true);
  const bool stdout_taken = request.json == "-" || request.sarif == "-";
  return request.quiet || stdout_taken ? to_int(code) : print(text, code);
}

int convert_command(const std::string& path, const std::string& form, const std::string& target,
                    const std::string& root) {
  const auto reports = read_all({path});
  if (!reports) return to_int(ExitCode::usage);
  const Report& only = reports->front();
  std::string text;
  if (form == "json")
    text = report::json_text(to_json(only));
  else if (form == "sarif")
    text = report::json_text(report::to_sarif(only, {root}));
  else if (form == "markdown")
    text = report::to_markdown(only);
  else
    text = report::to_text(only, {target == "-" && report::wants_colour(), true, root});
  return print(text, ExitCode::clean, target);
}

int baseline_command(const std::vector<std::string>& paths) {
  const auto reports = read_all(paths);
  if (!reports) return to_int(ExitCode::usage);
  return print(report::baseline_text(merge(*reports)), ExitCode::clean);
}

int explain_command(const std::string& what, const std::vector<std::string>& paths) {
  if (const RuleInfo* rule = find_rule(what)) return print(rule->help, ExitCode::clean);
  const auto reports = read_all(paths);
  if (!reports) return to_int(ExitCode::usage);
  const Report all = merge(*reports);
  const Finding* found = nullptr;
  for (const Finding& f : all.findings) {
    if (what.size() < 4 || f.fingerprint.rfind(what, 0) != 0) continue;
    if (found) return fail({"'" + what + "' begins several fingerprints", "give more digits"});
    found = &f;
  }
  if (found) return explain_finding(*found);
  return fail({"'" + what + "' is neither a rule nor a fingerprint in the reports given",
               paths.empty() ? "`burler rules` lists the rules; for a finding, name its report too"
                             : "`burler rules` lists the rules"});
}

} // namespace burler::tool
