// Where the time of a run goes: seconds by phase, and by unit while extracting.
#pragma once

#include "options.h"

#include "extract/worker_pool.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace burler::lint {

/// One phase at a time: beginning the next ends the one before.
class Profile {
public:
  /// Phases of one name add up (--isolate judges every unit alone).
  void begin(const std::string& phase);
  void end();
  const std::vector<std::pair<std::string, double>>& phases() const { return phases_; }

private:
  using Clock = std::chrono::steady_clock;
  std::vector<std::pair<std::string, double>> phases_; ///< in order of first beginning
  std::size_t current_ = 0;
  bool running_ = false;
  Clock::time_point start_;
};

/// Adds what every run says of itself: units, lines, seconds, peak memory of the workers and of this process,
/// cache hits. With --profile also every phase and unit, and prints them on standard error.
void describe_run(const Options& options, const extract::Extracted& extracted, const Profile& profile,
                  nlohmann::json& stats);

} // namespace burler::lint
