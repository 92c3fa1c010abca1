// burler report: merge, diff, convert, baseline and explain reports.
#include "base/exit_code.h"
#include "cli/output_options.h"
#include "finding/rule_info.h"
#include "report/baseline.h"
#include "report/diff.h"
#include "report/sarif.h"
#include "report/text.h"

#include <iostream>

namespace {

using namespace burler;

/// Names the error on standard error; the callers return `usage`.
std::optional<std::vector<Report>> read_all(const std::vector<std::string>& paths) {
  std::vector<Report> reports;
  for (const std::string& path : paths) {
    auto report = read_report(path);
    if (!report) {
      std::cerr << "burler report: " << report.error().text() << "\n";
      return std::nullopt;
    }
    reports.push_back(*std::move(report));
  }
  return reports;
}

int merge_command(const std::vector<std::string>& paths, report::OutputRequest request) {
  const auto reports = read_all(paths);
  if (!reports) return to_int(ExitCode::usage);
  if (request.json.empty() && request.sarif.empty()) request.json = "-";
  return to_int(report::emit(merge(*reports), request, true));
}

void print_findings(const char* title, const std::vector<Finding>& findings) {
  std::cout << title << ": " << findings.size() << "\n";
  for (const Finding& f : findings)
    std::cout << "  " << f.primary.file << ":" << f.primary.line << ": " << f.message << " [" << f.rule
              << ", " << f.fingerprint << "]\n";
}

int diff_command(const std::string& older, const std::string& newer) {
  const auto reports = read_all({older, newer});
  if (!reports) return to_int(ExitCode::usage);
  const report::Difference change = report::diff((*reports)[0], (*reports)[1]);
  print_findings("new", change.added);
  print_findings("fixed", change.fixed);
  std::cout << "unchanged: " << change.unchanged.size() << "\n";
  return to_int(change.added.empty() ? ExitCode::clean : ExitCode::findings);
}

int convert_command(const std::string& path, const std::string& form, const std::string& target) {
  auto reports = read_all({path});
  if (!reports) return to_int(ExitCode::usage);
  Report& only = reports->front();
  normalise(only);
  std::string text;
  const auto dump = [](const nlohmann::json& j) {
    return j.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  };
  if (form == "json")
    text = dump(to_json(only));
  else if (form == "sarif")
    text = dump(report::to_sarif(only));
  else
    text = report::to_text(only, {target == "-" && report::wants_colour(), true, "", 0});
  if (const Status written = report::write_whole(target, text); !written) {
    std::cerr << "burler report: " << written.error().text() << "\n";
    return to_int(ExitCode::usage);
  }
  return to_int(ExitCode::clean);
}

int explain_command(const std::string& what, const std::vector<std::string>& paths) {
  if (const RuleInfo* rule = find_rule(what)) {
    std::cout << rule->help;
    return to_int(ExitCode::clean);
  }
  const auto reports = read_all(paths);
  if (!reports) return to_int(ExitCode::usage);
  for (const Report& report : *reports)
    for (const Finding& f : report.findings)
      if (f.fingerprint.rfind(what, 0) == 0) {
        std::cout << report::to_text(f, {report::wants_colour(), true, "", 0});
        for (const WitnessStep& step : f.witness)
          std::cout << "    [" << step.thread << "] " << step.text << "\n";
        if (const RuleInfo* rule = find_rule(f.rule)) std::cout << "\n" << rule->help;
        return to_int(ExitCode::clean);
      }
  std::cerr << "burler report: '" << what << "' is neither a rule nor a fingerprint in the reports given; "
            << "`burler rules` lists the rules\n";
  return to_int(ExitCode::usage);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("Merge, diff, convert, accept and explain reports.", "burler report");
  cli::add_standard_options(app);
  app.require_subcommand(1);
  std::vector<std::string> paths;
  std::string first, second, form = "text", target = "-";
  report::OutputRequest request;

  auto* merge_verb =
      app.add_subcommand("merge", "join reports of shards or engines; any order gives the same bytes");
  merge_verb->add_option("REPORTS", paths, "burler-report/1 files")->required();
  cli::add_output_options(*merge_verb, request);
  auto* diff_verb = app.add_subcommand(
      "diff", "new, fixed and unchanged findings between two reports; exit 1 when some are new");
  diff_verb->add_option("OLD", first)->required();
  diff_verb->add_option("NEW", second)->required();
  auto* convert_verb = app.add_subcommand("convert", "write a report in another form");
  convert_verb->add_option("REPORT", first)->required();
  convert_verb->add_option("--to", form, "text, json or sarif")
      ->check(CLI::IsMember({"text", "json", "sarif"}));
  convert_verb->add_option("-o,--output", target, "file, - for standard output");
  auto* baseline_verb =
      app.add_subcommand("baseline", "print the baseline that accepts every finding of the reports");
  baseline_verb->add_option("REPORTS", paths)->required();
  auto* explain_verb =
      app.add_subcommand("explain", "explain a rule, or a finding by (the start of) its fingerprint");
  explain_verb->add_option("ID", first, "rule or fingerprint")->required();
  explain_verb->add_option("REPORTS", paths, "reports to look in");

  if (const int done = cli::parse(app, argc, argv); done >= 0) return done;
  if (*merge_verb) return merge_command(paths, request);
  if (*diff_verb) return diff_command(first, second);
  if (*convert_verb) return convert_command(first, form, target);
  if (*explain_verb) return explain_command(first, paths);
  const auto reports = read_all(paths);
  if (!reports) return to_int(ExitCode::usage);
  std::cout << report::baseline_text(merge(*reports));
  return to_int(ExitCode::clean);
}
