// How the runs of a campaign ended: statistics, and what could not be decided.
#pragma once

#include "finding/report.h"
#include "harness/explore_session.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace burler::harness {

/// Thread-safe.
class RunCounts {
public:
  /// `outside`: functions that waited for the outside world, "poll, flock".
  void add(std::uint64_t schedule, const std::string& strategy, const runtime::Arena& arena,
           const RunOutcome& outcome, const std::string& message, const std::string& outside);
  /// Something that ended a worker: always undecided.
  void trouble(const std::string& what, const std::string& reason);

  std::uint64_t runs() const;
  std::vector<Undecided> undecided() const;
  nlohmann::json stats(double seconds) const;

private:
  struct Cut {
    std::uint64_t times = 0, first = 0;
  };
  mutable std::mutex mutex_;
  std::uint64_t runs_ = 0, steps_ = 0, switches_ = 0, preemptions_ = 0, external_ = 0, truncated_ = 0,
                undisturbed_ends_ = 0;
  std::uint32_t most_threads_ = 0;
  std::map<std::string, std::uint64_t> verdicts_, strategies_;
  std::map<std::string, std::uint64_t> outside_; ///< function -> schedules
  std::map<std::string, Cut> cut_;               ///< reason -> runs that gave no verdict for it
  std::vector<Undecided> troubles_;
};

} // namespace burler::harness
