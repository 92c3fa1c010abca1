// Runs in which a load reads a store still to come (runtime/foresight.h): a run shows what its loads could
// have foreseen, a later one repeats its beginning and foresees it.
#pragma once

#include "harness/explore_session.h"
#include "sched/recording.h"

namespace burler::harness {

/// What one worker of a campaign has in mind for its next run.
class ForesightRuns {
public:
  /// Takes note of a run; one in three of those that offer something has a successor.
  void learn(const RunInput& input, const runtime::Arena& arena);
  /// Makes `input` the successor, when there is one; what `input` refers to lives until the next learn().
  void prepare(RunInput& input);

private:
  bool ready_ = false;
  runtime::Request request_;
  std::vector<sched::Site> points_;
  std::vector<sched::Step> steps_;
};

/// Does each load of `recording` that foresees a store still do so for a reason: is that store made, too,
/// when its thread runs alone from there? True when nothing is foreseen. Runs once for each such load.
bool certified(ExploreSession& session, const sched::Recording& recording, const runtime::Request& request);

} // namespace burler::harness
