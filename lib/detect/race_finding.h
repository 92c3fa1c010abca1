// Turns a race into a finding; the race rules differ only in which subjects are theirs.
#pragma once

#include "detect/analysis.h"

namespace burler::detect {

/// On what a library keeps behind a handle and leaves to its users to guard.
bool is_handle_race(const Race& race);
/// On state of a library that no handle names (the capture of streams): a rule of its own says what it means.
bool is_library_state_race(const Race& race);
/// The subject is tensor storage by its models.
bool is_tensor_race(const Analysis& analysis, const Race& race);

/// Everything but rule id and severity: message with the special case named (wrong lock, write under reader
/// lock, held at k of n), both sides, fix.
Finding race_finding(const Analysis& analysis, const Race& race);

} // namespace burler::detect
