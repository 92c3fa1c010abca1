// How far a campaign has come, kept in its folder every other second, so that one that was killed, or whose
// time is over, can go on: --resume.
#pragma once

#include "base/result.h"
#include "finding/finding.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace burler::harness {

struct CampaignState {
  std::uint64_t next = 0;      ///< number of the first schedule that may not have been run
  std::uint64_t schedules = 0; ///< run so far
  std::uint64_t milliseconds = 0;
  std::vector<Finding> findings;
};

class Checkpoint {
public:
  /// `identity` names the campaign (program, arguments, seed, ...): only the same one can go on.
  Checkpoint(const std::string& folder, std::string shard, nlohmann::json identity);

  /// The error says what is missing or which part of the identity differs.
  Result<CampaignState> load() const;
  /// Replaces the file as a whole; one that cannot be written is left out, the campaign matters more.
  void store(const CampaignState& state) const;
  /// store(), but at most every two seconds. Thread-safe.
  void offer(const std::function<CampaignState()>& state);

  const std::string& path() const { return path_; }

private:
  std::string path_;
  nlohmann::json identity_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// `found` and what was found before, each fingerprint once, in the order of fingerprints.
std::vector<Finding> united(std::vector<Finding> before, const std::vector<Finding>& found);

} // namespace burler::harness
