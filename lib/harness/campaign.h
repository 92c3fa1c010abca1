// A campaign: many schedules of one program, equal findings merged, the recordings kept.
#pragma once

#include "base/shard.h"
#include "finding/report.h"
#include "harness/checkpoint.h"
#include "harness/explore_session.h"
#include "harness/fault_list.h"
#include "harness/portfolio.h"
#include "harness/run_mode.h"
#include "harness/schedule_store.h"

#include <atomic>
#include <functional>
#include <optional>

namespace burler::harness {

class Profile;

struct Progress {
  std::uint64_t done = 0, planned = 0; ///< planned 0 = until the time is over
  double per_second = 0;
  std::size_t findings = 0;
  std::string phase; ///< "exploring", "shrinking"
};

struct CampaignOptions {
  Target target;
  Portfolio portfolio;
  Shard shard;
  std::uint64_t schedules = 1000;  ///< over all shards, 0 = until the time is over
  std::uint64_t time_limit_ms = 0; ///< 0 = none
  std::uint32_t schedule_limit_ms = 10'000;
  std::uint64_t max_steps = 0; ///< 0 = the runtime's default
  unsigned jobs = 1;
  RunMode mode = RunMode::automatic;
  std::vector<std::string> stop_on; ///< beginnings of rules: the first such finding ends the campaign
  bool shrink = true;
  bool weak_memory = false; ///< atomic loads may return older values
  FaultList faults;
  CampaignState before;                    ///< what an earlier run of this campaign did
  Checkpoint* checkpoint = nullptr;        ///< told from time to time, and at the end
  std::optional<std::uint64_t> noise_seed; ///< tsan: of every run, instead of one drawn from the campaign's
  bool all_points = false;                 ///< every plain access is a scheduling point
  std::uint64_t shrink_budget_ms = 10'000; ///< for each finding
  std::string root;                        ///< paths under it are reported relative to it
  std::function<void(const Progress&)> progress; ///< may be empty; called a few times a second
  Profile* profile = nullptr;                    ///< learns from every schedule
  const std::atomic<bool>* interrupted =
      nullptr; ///< when it becomes true the campaign ends and reports what it has
};

/// Does a new finding of this rule end the campaign?
bool stops_on(const CampaignOptions& options, const std::string& rule);

struct CampaignResult {
  std::vector<Finding> findings;
  std::vector<Undecided> undecided;
  nlohmann::json stats;
  bool something_ran = false;
};

/// The error is a program that cannot be explored at all; everything later goes to `undecided`.
Result<CampaignResult> run_campaign(const CampaignOptions& options, const ScheduleStore& store);

} // namespace burler::harness
