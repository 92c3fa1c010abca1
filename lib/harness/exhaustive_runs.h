// An exhaustive search as part of a campaign: gives each run its prefix, reads its decisions from the arena,
// and says at the end what was covered.
#pragma once

#include "harness/exhaustive_search.h"
#include "harness/explore_session.h"

#include <nlohmann/json.hpp>
#include <vector>

namespace burler::harness {

/// Not thread-safe: each run depends on the one before.
class ExhaustiveRuns {
public:
  /// Refers to this object until the run is over.
  void prepare(RunInput& input);
  /// `grown`: plain accesses became scheduling points through this run, so the search starts again.
  void learn(const runtime::Arena& arena, const RunOutcome& outcome, bool grown);

  /// Nothing is left to execute, or the search cannot go on.
  bool over() const { return search_.done() || cut_; }
  bool complete() const { return search_.done() && search_.deterministic() && !cut_; }
  nlohmann::json stats() const;

private:
  ExhaustiveSearch search_;
  std::vector<sched::Step> input_; ///< prefix, then sleepers
  std::uint64_t schedules_ = 0, restarts_ = 0;
  bool cut_ = false;   ///< a run did not show all its decisions
  bool spins_ = false; ///< threads that only repeated themselves were set aside
};

} // namespace burler::harness
