#include "harness/checkpoint.h"

#include "finding/report.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <unistd.h>

namespace burler::harness {
namespace {

constexpr const char* kSchema = "burler-campaign/1";
constexpr std::chrono::seconds kPause{2};

using nlohmann::json;

} // namespace

Checkpoint::Checkpoint(const std::string& folder, std::string shard, json identity)
    : identity_(std::move(identity)) {
  std::replace(shard.begin(), shard.end(), '/', '-');
  path_ = (std::filesystem::path(folder) / ("campaign-" + shard + ".json")).string();
}

Result<CampaignState> Checkpoint::load() const {
  std::ifstream file(path_);
  if (!file)
    return Error{"nothing to resume: there is no " + path_,
                 "run the campaign without --resume first, or name its folder with --out"};
  const json stored = json::parse(file, nullptr, false);
  if (!stored.is_object() || stored.value("schema", "") != kSchema || !stored.contains("report") ||
      !stored.contains("campaign"))
    return Error{path_ + ": not the state of a campaign", "remove it and start again"};
  for (const auto& [key, value] : identity_.items())
    if (stored["campaign"].value(key, json()) != value)
      return Error{path_ + ": another campaign, '" + key + "' was " +
                       stored["campaign"].value(key, json()).dump() + " and is " + value.dump(),
                   "give the options it was started with, or another folder with --out"};
  auto report = report_from_json(stored["report"]);
  if (!report) return Error{path_ + ": " + report.error().message, "remove it and start again"};
  CampaignState state;
  state.next = stored.value("next", std::uint64_t{0});
  state.schedules = stored.value("schedules", std::uint64_t{0});
  state.milliseconds = stored.value("milliseconds", std::uint64_t{0});
  state.findings = std::move(report->findings);
  return state;
}

void Checkpoint::store(const CampaignState& state) const {
  Report report;
  report.run.kind = "stress";
  report.findings = state.findings;
  const json out = {{"schema", kSchema},
                    {"campaign", identity_},
                    {"next", state.next},
                    {"schedules", state.schedules},
                    {"milliseconds", state.milliseconds},
                    {"report", to_json(report)}};
  const std::string temporary = path_ + ".tmp" + std::to_string(::getpid());
  std::error_code failed;
  {
    std::ofstream file(temporary);
    file << out.dump(1) << "\n";
    file.flush();
    if (!file) {
      std::filesystem::remove(temporary, failed);
      return;
    }
  }
  std::filesystem::rename(temporary, path_, failed);
}

void Checkpoint::offer(const std::function<CampaignState()>& state) {
  const std::lock_guard guard(mutex_);
  if (std::chrono::steady_clock::now() - last_ < kPause) return;
  store(state());
  last_ = std::chrono::steady_clock::now();
}

std::vector<Finding> united(std::vector<Finding> before, const std::vector<Finding>& found) {
  std::map<std::string, Finding> all;
  for (Finding& finding : before)
    all.emplace(finding.fingerprint, std::move(finding));
  for (const Finding& finding : found)
    all.insert_or_assign(finding.fingerprint, finding);
  std::vector<Finding> out;
  for (auto& [fingerprint, finding] : all)
    out.push_back(std::move(finding));
  return out;
}

} // namespace burler::harness
