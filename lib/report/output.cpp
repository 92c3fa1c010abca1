#include "report/output.h"

#include "report/baseline.h"
#include "report/sarif.h"
#include "report/suppressions.h"
#include "report/text.h"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace burler::report {
namespace {

/// Says what failed and remembers it.
class Troubles {
public:
  void check(const Status& status) {
    if (!status.ok()) add(status.error());
  }
  void add(const Error& error) {
    std::cerr << "burler: " << error.text() << "\n";
    any_ = true;
  }
  bool any() const { return any_; }

private:
  bool any_ = false;
};

void apply_suppression_file(Report& report, const std::string& path, Troubles& troubles) {
  const auto list = read_suppressions(path);
  if (!list) return troubles.add(list.error());
  const std::vector<Suppression> unused = apply_suppressions(report, *list);
  // Another shard, or the files that could not be read, may need the entry.
  if (report.run.shard != "0/1" || !report.run.undecided.empty()) return;
  for (const Suppression& entry : unused)
    std::cerr << "burler: " << entry.origin << ": this suppression matches nothing; remove it\n";
}

} // namespace

std::string json_text(const nlohmann::json& document) {
  return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

ExitCode verdict(const Report& report, Confidence gate) {
  for (const Finding& f : report.findings)
    if (f.state == FindingState::fresh && f.confidence <= gate) return ExitCode::findings;
  return report.run.undecided.empty() ? ExitCode::clean : ExitCode::undecided;
}

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) && (!no_colour || !*no_colour);
}

ExitCode emit(Report report, const OutputRequest& request, bool something_ran) {
  std::signal(SIGPIPE, SIG_IGN);
  Troubles troubles;
  if (!something_ran && report.run.undecided.empty())
    report.run.undecided.push_back({"the whole run", "nothing was checked"});
  if (!request.suppressions.empty()) apply_suppression_file(report, request.suppressions, troubles);
  if (!request.baseline.empty()) {
    if (auto accepted = read_baseline(request.baseline))
      apply_baseline(report, *accepted);
    else
      troubles.add(accepted.error());
  }
  normalise(report);
  const bool twice = request.json == "-" && request.sarif == "-";
  if (twice) troubles.add({"--json - and --sarif - cannot share standard output", "name a file for one"});
  if (!request.json.empty()) troubles.check(write_whole(request.json, json_text(to_json(report))));
  if (!request.sarif.empty() && !twice)
    troubles.check(write_whole(request.sarif, json_text(to_sarif(report, {request.root}))));
  const bool stdout_taken = request.json == "-" || request.sarif == "-";
  if (!request.quiet && !stdout_taken)
    troubles.check(write_whole("-", to_text(report, {.colour = wants_colour(),
                                                     .root = request.root,
                                                     .limit = request.limit,
                                                     .gate = request.gate})));
  return troubles.any() ? ExitCode::usage : verdict(report, request.gate);
}

} // namespace burler::report
