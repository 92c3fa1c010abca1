#include "judge.h"

#include "base/hash.h"
#include "detect/inventory.h"
#include "detect/suppressions.h"
#include "finding/join_places.h"
#include "rules/rule.h"
#include "summary/linker.h"

#include <iostream>
#include <memory>
#include <optional>
#include <tuple>

namespace burler::lint {
namespace {

/// Programs judged apart may have functions and globals of the same names: the source tells them apart.
void tell_apart(std::vector<Finding>& findings, const std::string& source) {
  for (Finding& f : findings)
    f.fingerprint = StableHash().add(f.fingerprint).add(source).hex();
}

/// The one program of a run needs no end of its own: giving millions of nodes back, one by one, would take a
/// tenth of the run, and the process's end does it at once.
template <class T> void keep_until_exit(std::unique_ptr<T> thing) { std::ignore = thing.release(); }

/// Judges one program; its inventory rows are added to `table`.
void judge_program(const summary::Program& program, const std::string& source, const Options& options,
                   Report& report, std::vector<detect::InventoryRow>& table,
                   std::vector<detect::Annotation>& annotations, Profile& profile) {
  detect::Options wanted;
  wanted.root = options.output.root;
  wanted.disabled_votes = options.disabled_votes;
  wanted.stage = [&](const char* name) { profile.begin(std::string("detect: ") + name); };
  auto judged = std::make_unique<detect::Analysis>(detect::analyse(program, wanted));
  const detect::Analysis& analysis = *judged;
  if (analysis.truncated_functions != 0)
    report.run.stats["truncated_functions"] =
        report.run.stats.value("truncated_functions", std::size_t{0}) + analysis.truncated_functions;
  std::vector<Finding> findings = rules::run_rules(
      analysis, options.rules, [&](const std::string& rule) { profile.begin("rule: " + rule); });
  profile.begin("suppressions");
  if (options.isolate) tell_apart(findings, source);
  for (const detect::SuppressionNote& note : detect::apply_suppressions(program, wanted.root, findings))
    std::cerr << note.place.file << ':' << note.place.line << ": note: " << note.text << '\n';
  for (Finding& finding : join_places(std::move(findings))) // the tiers are declared from high to low
    if (finding.confidence <= options.output.gate) report.findings.push_back(std::move(finding));
  if (!options.suggest.empty()) {
    profile.begin("annotations");
    const auto found = detect::find_annotations(analysis);
    annotations.insert(annotations.end(), found.begin(), found.end());
  }
  if (options.inventory) {
    const auto rows = detect::inventory(analysis);
    table.insert(table.end(), rows.begin(), rows.end());
  }
  if (!options.isolate) keep_until_exit(std::move(judged));
}

} // namespace

void judge(const summary::SummaryStore& store, const Options& options, Report& report,
           std::vector<detect::Annotation>& annotations, Profile& profile) {
  std::vector<detect::InventoryRow> table;
  std::optional<summary::Linker> linker;
  for (const auto& [number, entry] : store.entries()) {
    profile.begin("load and link");
    auto unit = summary::SummaryStore::load(entry);
    if (!unit) { // cannot happen but for a failing disk: the bytes were checked when they came
      report.run.undecided.push_back(
          {report_path(entry.head.main_file, options.output.root), unit.error().text()});
      continue;
    }
    if (!linker) linker.emplace();
    linker->add(std::move(*unit));
    if (!options.isolate) continue;
    const summary::Program program = linker->finish();
    linker.reset();
    judge_program(program, report_path(entry.head.main_file, options.output.root), options, report, table,
                  annotations, profile);
  }
  if (linker) {
    auto program = std::make_unique<summary::Program>(linker->finish());
    linker.reset();
    judge_program(*program, "", options, report, table, annotations, profile);
    keep_until_exit(std::move(program));
  }
  profile.end();
  if (!options.inventory) return;
  report.run.stats["inventory"] = detect::to_json(table);
  std::cout << detect::to_text(table);
}

} // namespace burler::lint
