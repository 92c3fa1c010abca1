#include "judge.h"

#include "base/hash.h"
#include "detect/inventory.h"
#include "detect/suppressions.h"
#include "finding/join_places.h"
#include "rules/rule.h"
#include "summary/linker.h"

#include <iostream>

namespace burler::lint {
namespace {

/// Programs judged apart may have functions and globals of the same names: the source tells them apart.
void tell_apart(std::vector<Finding>& findings, const std::string& source) {
  for (Finding& f : findings)
    f.fingerprint = StableHash().add(f.fingerprint).add(source).hex();
}

/// Judges one program; its inventory rows are added to `table`.
void judge_program(std::vector<summary::TranslationUnit> units, const Options& options, Report& report,
                   std::vector<detect::InventoryRow>& table) {
  const std::string source =
      units.size() == 1 ? report_path(units.front().main_file, options.output.root) : "";
  const summary::Program program = summary::link(std::move(units));
  detect::Options wanted;
  wanted.root = options.output.root;
  wanted.disabled_votes = options.disabled_votes;
  const detect::Analysis analysis = detect::analyse(program, wanted);
  std::vector<Finding> findings = rules::run_rules(analysis, options.rules);
  if (options.isolate) tell_apart(findings, source);
  for (const detect::SuppressionNote& note : detect::apply_suppressions(program, wanted.root, findings))
    std::cerr << note.place.file << ':' << note.place.line << ": note: " << note.text << '\n';
  for (Finding& finding : join_places(std::move(findings))) // the tiers are declared from high to low
    if (finding.confidence <= options.output.gate) report.findings.push_back(std::move(finding));
  if (!options.inventory) return;
  const auto rows = detect::inventory(analysis);
  table.insert(table.end(), rows.begin(), rows.end());
}

} // namespace

void judge(std::vector<summary::TranslationUnit> units, const Options& options, Report& report) {
  std::vector<detect::InventoryRow> table;
  if (options.isolate) {
    for (summary::TranslationUnit& unit : units) {
      std::vector<summary::TranslationUnit> one;
      one.push_back(std::move(unit));
      judge_program(std::move(one), options, report, table);
    }
  } else {
    judge_program(std::move(units), options, report, table);
  }
  if (!options.inventory) return;
  report.run.stats["inventory"] = detect::to_json(table);
  std::cout << detect::to_text(table);
}

} // namespace burler::lint
