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
  nlohmann::json stats = nlohmann::json::object();
};

struct Report {
  std::string tool_name = "burler";
  std::string tool_version = BURLER_VERSION;
  Run run;
  std::vector<Finding> findings;

  bool has_new() const;
};

/// Sorts findings and undecided entries and drops repeated fingerprints, keeping the first in order.
void normalise(Report& report);

nlohmann::json to_json(const Report& report);
Result<Report> report_from_json(const nlohmann::json& document);

/// Reads a report file; the error names the file and the offending key.
Result<Report> read_report(const std::string& path);

/// Any order of the same reports gives the same bytes.
Report merge(const std::vector<Report>& reports);

} // namespace burler
