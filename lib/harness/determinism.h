// Does the program do the same again when it is scheduled the same way? Sample schedules of a campaign are
// replayed in a new process, with other addresses; a run that leaves the recording makes the finding
// run/nondeterminism.
#pragma once

#include "harness/arena_reader.h"
#include "harness/finding_builder.h"

#include <mutex>
#include <optional>
#include <vector>

namespace burler::harness {

class DeterminismCheck {
public:
  /// Keeps the recording of a sample schedule (the first, and two later ones); cheap for all others.
  /// Thread-safe.
  void offer(std::uint64_t schedule, const Target& target, const runtime::Arena& arena,
             const RunOutcome& outcome);

  /// Replays the samples in `session`, which must be a new one. At most one finding: the first difference.
  /// Medium confidence: it spoils replays, but is no defect of the threads by itself.
  std::optional<Finding> run(ExploreSession& session, const Target& target, std::uint32_t limit_ms,
                             FindingBuilder& builder);

private:
  std::mutex mutex_;
  std::vector<sched::Recording> samples_;
};

} // namespace burler::harness
