// Running a recorded schedule again: strictly, step by step, or guided by a subset of its context switches.
#pragma once

#include "harness/arena_reader.h"
#include "harness/finding_builder.h"

#include <functional>
#include <string>
#include <vector>

namespace burler::harness {

/// The input of a strict replay. Refers to `recording`, which must outlive the run.
RunInput strict_replay(const sched::Recording& recording, std::uint32_t limit_ms);

/// The findings of the run just done, with what the harness itself can tell from the way it ended (a death
/// the runtime could not report).
std::vector<RawFinding> raw_findings(const ArenaReader& reader, const runtime::Arena& arena,
                                     const RunOutcome& outcome);

/// Does the run just done show the defect?
bool shows(const std::vector<RawFinding>& raw, const std::string& fingerprint, FindingBuilder& builder);

struct ShrinkResult {
  sched::Recording recording; ///< of the smallest schedule that still shows the defect
  std::size_t switches_before = 0, switches_after = 0;
  std::size_t runs = 0;
  bool reproduced = false; ///< false: guided runs did not show it, `recording` is the original
};

/// Leaves the arena holding the run of the result (or of the last attempt, when not reproduced).
Result<ShrinkResult> shrink(ExploreSession& session, const Target& target, const sched::Recording& original,
                            const std::string& fingerprint, FindingBuilder& builder, std::uint32_t limit_ms,
                            const std::function<bool()>& out_of_budget);

} // namespace burler::harness
