// burler report: merge, diff, convert, baseline and explain reports.
#include "base/exit_code.h"
#include "cli/output_options.h"
#include "commands.h"
#include "finding/names.h"

#include <csignal>
#include <exception>
#include <iostream>

namespace {

using namespace burler;

struct Words {
  std::vector<std::string> paths;
  std::string first, second, form = "text", target = "-", confidence = "high";
  report::OutputRequest request;
};

void add_gate(CLI::App& app, Words& words) {
  app.add_option("--confidence", words.confidence,
                 "the exit code is 1 for new findings of this tier or above: high, medium or low")
      ->check(CLI::IsMember({"high", "medium", "low"}));
}

CLI::App* add_merge(CLI::App& app, Words& words) {
  auto* verb = app.add_subcommand(
      "merge", "join reports of shards or engines; any order and grouping gives the same bytes");
  verb->add_option("REPORTS", words.paths, "burler-report/1 files, - for standard input")->required();
  add_gate(*verb, words);
  cli::add_output_options(*verb, words.request);
  return verb;
}

CLI::App* add_diff(CLI::App& app, Words& words) {
  auto* verb = app.add_subcommand(
      "diff", "new, fixed and unchanged findings between two reports; exit 1 when some are new");
  verb->add_option("OLD", words.first)->required();
  verb->add_option("NEW", words.second)->required();
  add_gate(*verb, words);
  cli::add_output_options(*verb, words.request);
  return verb;
}

CLI::App* add_convert(CLI::App& app, Words& words) {
  auto* verb = app.add_subcommand("convert", "write a report in another form");
  verb->add_option("REPORT", words.first, "burler-report/1 file, - for standard input")->required();
  verb->add_option("--to", words.form, "text, json, sarif or markdown")
      ->check(CLI::IsMember({"text", "json", "sarif", "markdown"}));
  verb->add_option("-o,--output", words.target, "file, - for standard output");
  verb->add_option("--root", words.request.root, "folder the relative paths of the report start at");
  return verb;
}

int run(int argc, char** argv) {
  CLI::App app("Merge, diff, convert, accept and explain reports.", "burler report");
  cli::add_standard_options(app);
  app.require_subcommand(1);
  Words words;
  const auto* merge_verb = add_merge(app, words);
  const auto* diff_verb = add_diff(app, words);
  const auto* convert_verb = add_convert(app, words);
  auto* baseline_verb =
      app.add_subcommand("baseline", "print the baseline that accepts every finding of the reports");
  baseline_verb->add_option("REPORTS", words.paths)->required();
  auto* explain_verb =
      app.add_subcommand("explain", "explain a rule, or a finding by (the start of) its fingerprint");
  explain_verb->add_option("ID", words.first, "rule or fingerprint")->required();
  explain_verb->add_option("REPORTS", words.paths, "reports to look in");

  if (const int done = cli::parse(app, argc, argv); done >= 0) return done;
  words.request.gate = parse_confidence(words.confidence).value_or(Confidence::high);
  if (*merge_verb) return tool::merge_command(words.paths, words.request);
  if (*diff_verb) return tool::diff_command(words.first, words.second, words.request);
  if (*convert_verb) return tool::convert_command(words.first, words.form, words.target, words.request.root);
  if (*explain_verb) return tool::explain_command(words.first, words.paths);
  return tool::baseline_command(words.paths);
}

} // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN); // a reader that stops early does not change the exit code
  try {
    return run(argc, argv);
  } catch (const std::exception& error) { // out of memory on a huge input, for one
    std::cerr << "burler report: " << error.what() << "\n";
    return to_int(ExitCode::usage);
  }
}
