// Faults that the schedule chose, in words: rows of the interleaving and a note for the finding.
#pragma once

#include "harness/interleaving.h"

#include <string>
#include <vector>

namespace burler::harness {

/// Adds a row for each resource that ran out in the run in the arena; what failed as the standard permits is
/// said by its own step.
void add_faults(std::vector<StoryStep>& story, const ArenaReader& reader, const runtime::Arena& arena,
                FindingBuilder& names);

/// "; the schedule let an allocation fail (a.cpp:9 in load)"; empty when no resource ran out.
std::string fault_note(const ArenaReader& reader, const runtime::Arena& arena, FindingBuilder& names);

} // namespace burler::harness
