#include "finding/report.h"

#include <algorithm>
#include <set>

namespace burler {
namespace {

std::string dump_key(const Finding& finding);

void drop_repeats(std::vector<Undecided>& entries) {
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

/// Orders findings completely, so that which of two equal fingerprints survives does not depend on input
/// order.
std::string dump_key(const Finding& finding) {
  Report one;
  one.findings.push_back(finding);
  return to_json(one)["findings"][0].dump();
}

/// Numbers add up only once per shard; equal statistics objects are one run seen twice.
nlohmann::json merged_stats(const std::set<std::string>& dumps) {
  if (dumps.size() == 1) return nlohmann::json::parse(*dumps.begin());
  nlohmann::json list = nlohmann::json::array();
  for (const std::string& text : dumps) {
    const auto stats = nlohmann::json::parse(text);
    if (stats.is_array())
      for (const auto& entry : stats)
        list.push_back(entry);
    else if (!stats.empty())
      list.push_back(stats);
  }
  std::set<std::string> unique;
  for (const auto& entry : list)
    unique.insert(entry.dump());
  nlohmann::json out = nlohmann::json::array();
  for (const std::string& text : unique)
    out.push_back(nlohmann::json::parse(text));
  return out;
}

} // namespace

bool Report::has_new() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.state == FindingState::fresh; });
}

void normalise(Report& report) {
  drop_repeats(report.run.undecided);
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < report.findings.size(); ++i)
    order.emplace_back(dump_key(report.findings[i]), i);
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    const Finding& x = report.findings[a.second];
    const Finding& y = report.findings[b.second];
    if (before(x, y) != before(y, x)) return before(x, y);
    return a.first < b.first;
  });
  std::set<std::string> seen;
  std::vector<Finding> kept;
  for (const auto& [text, index] : order)
    if (seen.insert(report.findings[index].fingerprint).second)
      kept.push_back(std::move(report.findings[index]));
  report.findings = std::move(kept);
}

Report merge(const std::vector<Report>& reports) {
  Report out;
  std::set<std::string> kinds, shards, stats, versions;
  std::set<std::vector<std::string>> commands;
  for (const Report& report : reports) {
    kinds.insert(report.run.kind);
    if (!report.run.command.empty()) commands.insert(report.run.command);
    shards.insert(report.run.shard);
    stats.insert(report.run.stats.dump());
    versions.insert(report.tool_version);
    out.run.undecided.insert(out.run.undecided.end(), report.run.undecided.begin(),
                             report.run.undecided.end());
    out.findings.insert(out.findings.end(), report.findings.begin(), report.findings.end());
  }
  out.run.kind = kinds.size() == 1 ? *kinds.begin() : "merged";
  if (commands.size() == 1) out.run.command = *commands.begin();
  out.run.shard = shards.size() == 1 ? *shards.begin() : "0/1";
  out.run.stats = stats.empty() ? nlohmann::json::object() : merged_stats(stats);
  if (!versions.empty()) out.tool_version = *versions.rbegin();
  normalise(out);
  return out;
}

} // namespace burler
