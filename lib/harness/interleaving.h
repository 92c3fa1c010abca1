// A run told step by step: who did what where. For witnesses of findings, for the table of `burler replay`,
// and for the trace export.
#pragma once

#include "finding/finding.h"
#include "harness/arena_reader.h"
#include "harness/finding_builder.h"

#include <string>
#include <vector>

namespace burler::harness {

struct StoryStep {
  std::uint64_t index = 0; ///< number of the step in the recording
  unsigned thread = 0;
  std::string text; ///< "locks mu_", "waits on ready", "creates thread 2"
  SourcePlace place;
  sched::Op op = sched::Op::none;
  unsigned object = 0;
  unsigned left_out = 0; ///< not zero: no step, but so many steps that are not told
};

/// The steps of the run in the arena. Runs of alike steps of one thread at one place are told once ("3
/// times"). With more than `most` left, the start and the end are kept: the end is where the defect is.
std::vector<StoryStep> tell(const ArenaReader& reader, const runtime::Arena& arena, FindingBuilder& names,
                            std::size_t most);

/// What a finding adds at the end of its story: who waits for ever for what, which accesses race. The index
/// is that of the last step.
void add_ending(std::vector<StoryStep>& story, const RawFinding& finding, FindingBuilder& names);

std::vector<WitnessStep> witness_of(const std::vector<StoryStep>& story);

/// One column per thread, one row per step, source line at the right end of the cell; at most `width`
/// characters wide.
std::string table(const std::vector<StoryStep>& story, const std::vector<std::string>& thread_names,
                  std::size_t width);

/// Whether Step::object is a thread's number.
bool names_thread(sched::Op op);

/// What a step of the run in the arena is done to: "Cache::mu_", "thread 2"; may be empty. `place` is where.
std::string object_name(const ArenaReader& reader, FindingBuilder& names, const sched::Step& step,
                        const SourcePlace& place);

/// "locks", "waits on", ...: the verb of an operation; `flags` as in sched::Step.
std::string verb_of(sched::Op op, std::uint8_t flags);

} // namespace burler::harness
