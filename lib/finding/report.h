// The report: burler-report/1, the one document every verb writes and every other tool reads.
// Schema: docs/burler-report-1.schema.json. Reports merge; merging is associative, commutative and
// idempotent.
#pragma once

#include "base/result.h"
#include "finding/finding.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace burler {

/// Something that could not be judged, and why; never silently dropped.
struct Undecided {
  std::string what;   ///< file, schedule or program
  std::string reason; ///< one line with the next step
  auto operator<=>(const Undecided&) const = default;
};

struct Run {
  std::string kind; ///< lint | stress | cuda; "merged" for several kinds
  std::vector<std::string> command;
  std::string shard = "0/1";
  std::vector<Undecided> undecided;
  nlohmann::json stats = nlohmann::json::object(); ///< of one run; a merged report has {"runs": [...]}
  nlohmann::json profile = nullptr;                ///< of one run of burler stress --profile; null without
};

/// The list of runs of a merged report, each {tool, kind, command, shard, stats, profile where there is one};
/// null for a single run.
const nlohmann::json* parts_of(const Run& run);

struct Report {
  std::string tool_name = "burler";
  std::string tool_version = BURLER_VERSION;
  Run run;
  std::vector<Finding> findings;

  bool has_new() const;
};

/// Sorts findings by place and undecided entries, and keeps one finding of each fingerprint: a new one before
/// an accepted one, then the surer, the replayable, the first. O(n log n).
void normalise(Report& report);

/// Strings go out as they are; dump with error_handler_t::replace, as they may hold foreign bytes.
nlohmann::json to_json(const Report& report);
nlohmann::json to_json(const Finding& finding);

/// Unknown keys are ignored, a missing, ill-typed or out-of-range one is an error that names it as a path
/// ("$.findings[3].sides[0].kind").
Result<Report> report_from_json(const nlohmann::json& document);

/// Reads a report file ("-" = standard input); the error names the file and the offending key.
Result<Report> read_report(const std::string& path);

/// The union of the runs and findings: associative, commutative, idempotent; any order and grouping of the
/// same reports gives the same bytes.
Report merge(const std::vector<Report>& reports);

} // namespace burler
