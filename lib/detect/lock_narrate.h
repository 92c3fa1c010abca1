// Sides of findings about locks.
#pragma once

#include "detect/narrate.h"

namespace burler::detect {

/// Where a lock was taken that is still held. `thread` may be empty.
Side side_of(const Analysis& analysis, HoldId hold, const std::string& thread);
/// The acquisition that waits, of one edge of a cycle.
Side side_of(const Analysis& analysis, const LockEdge& edge);
/// The wait, where the lock was taken, and the acquisition that cannot go on meanwhile.
std::vector<Side> sides_of(const Analysis& analysis, const Stall& stall);
/// "joining worker_", "waiting for done", "sleep".
std::string wait_name(const Facts& facts, const Wait& wait);
/// The lock of a language interpreter, by its model: waiting with it held has rules of its own.
bool is_interpreter_lock(const Facts& facts, PathId lock);
/// The state that this lock guards.
bool is_interpreter(const Facts& facts, PathId state);
/// A cycle of locks as a finding; false when it is (or is not) about the interpreter's lock.
bool report_cycle(const Analysis& analysis, const LockCycle& cycle, bool about_interpreter, Finding& out);

} // namespace burler::detect
