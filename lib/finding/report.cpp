#include "finding/report.h"

#include "finding/names.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace burler {
namespace {

using nlohmann::json;

void drop_repeats(std::vector<Undecided>& entries) {
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

/// Text that is never rejected: bytes that are not UTF-8 become replacement characters.
std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

/// One report of a finding, with what decides between two reports of the same fingerprint. A total order, so
/// that keeping the least is associative, commutative and idempotent: a finding that is new anywhere is new
/// (a merge hides nothing), then the surer one, the one that can be replayed, the first place, the bytes.
struct Candidate {
  Finding finding;
  std::string bytes;

  explicit Candidate(Finding f) : finding(std::move(f)) { bytes = dumped(to_json(finding)); }

  auto key() const {
    return std::make_tuple(finding.state, finding.confidence, finding.replay.empty(), finding.witness.empty(),
                           std::cref(finding.primary), std::cref(bytes));
  }
  bool better_than(const Candidate& other) const { return key() < other.key(); }
};

std::vector<Finding> best_of_each(std::vector<Finding> findings) {
  std::map<std::string, Candidate> best;
  for (Finding& finding : findings) {
    Candidate candidate(std::move(finding));
    const std::string id = candidate.finding.fingerprint;
    const auto [entry, fresh] = best.try_emplace(id, candidate);
    if (!fresh && candidate.better_than(entry->second)) entry->second = std::move(candidate);
  }
  std::vector<Finding> out;
  for (auto& [id, candidate] : best)
    out.push_back(std::move(candidate.finding));
  std::sort(out.begin(), out.end(), before); // total here: fingerprints differ
  return out;
}

/// The single runs a report came from. A merged report carries them in stats.runs, so that merging is the
/// union of sets of runs whatever the grouping.
void collect_runs(const Report& report, std::map<std::string, json>& runs) {
  if (const json* parts = parts_of(report.run)) {
    for (const json& part : *parts)
      runs.emplace(dumped(part), part);
    return;
  }
  json part = {{"tool", {{"name", report.tool_name}, {"version", report.tool_version}}},
               {"kind", report.run.kind},
               {"command", report.run.command},
               {"shard", report.run.shard},
               {"stats", report.run.stats}};
  if (!report.run.profile.is_null()) part["profile"] = report.run.profile;
  runs.emplace(dumped(part), part);
}

/// The value all runs agree on, else `otherwise`.
json agreed(const std::map<std::string, json>& runs, const char* key, const json& otherwise) {
  const json& first = runs.begin()->second.at(key);
  const bool same =
      std::all_of(runs.begin(), runs.end(), [&](const auto& entry) { return entry.second.at(key) == first; });
  return same ? first : otherwise;
}

void describe_runs(Report& out, const std::map<std::string, json>& runs) {
  const json tool = agreed(runs, "tool", {{"name", "burler"}, {"version", "mixed"}});
  out.tool_name = tool.at("name").get<std::string>();
  out.tool_version = tool.at("version").get<std::string>();
  out.run.kind = agreed(runs, "kind", "merged").get<std::string>();
  out.run.command = agreed(runs, "command", json::array()).get<std::vector<std::string>>();
  out.run.shard = agreed(runs, "shard", "0/1").get<std::string>();
  if (runs.size() == 1) {
    out.run.stats = runs.begin()->second.at("stats");
    out.run.profile = runs.begin()->second.value("profile", json());
    return;
  }
  json list = json::array();
  for (const auto& [text, part] : runs)
    list.push_back(part);
  out.run.stats = {{"runs", list}};
}

} // namespace

const json* parts_of(const Run& run) {
  if (!run.stats.is_object() || run.stats.size() != 1) return nullptr;
  const auto found = run.stats.find("runs");
  if (found == run.stats.end() || !found->is_array() || found->size() < 2) return nullptr;
  const auto whole = [](const json& part) {
    return part.is_object() && part.contains("tool") && part["tool"].is_object() &&
           part["tool"].value("name", json()).is_string() &&
           part["tool"].value("version", json()).is_string() && part.value("kind", json()).is_string() &&
           part.value("shard", json()).is_string() && part.contains("stats") && part.contains("command") &&
           part["command"].is_array() &&
           std::all_of(part["command"].begin(), part["command"].end(),
                       [](const json& word) { return word.is_string(); });
  };
  return std::all_of(found->begin(), found->end(), whole) ? &*found : nullptr;
}

bool Report::has_new() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.state == FindingState::fresh; });
}

void normalise(Report& report) {
  drop_repeats(report.run.undecided);
  report.findings = best_of_each(std::move(report.findings));
}

Report merge(const std::vector<Report>& reports) {
  Report out;
  if (reports.empty()) return out;
  std::map<std::string, json> runs;
  for (const Report& report : reports) {
    collect_runs(report, runs);
    out.run.undecided.insert(out.run.undecided.end(), report.run.undecided.begin(),
                             report.run.undecided.end());
    out.findings.insert(out.findings.end(), report.findings.begin(), report.findings.end());
  }
  describe_runs(out, runs);
  normalise(out);
  return out;
}

} // namespace burler
