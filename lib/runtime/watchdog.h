// Programs that were not built for exploring (flag_preload) synchronise by memory that the runtime does not
// see: a thread may spin, or wait in the kernel, while it holds the token and nobody else can run. A timer
// notices that nothing moves and makes the holder hand the token on where it stands.
#pragma once

#include "runtime/state.h"

namespace burler::runtime {

void start_watchdog();

/// Signals of the watchdog that this thread has taken.
std::uint32_t ticks_here();

/// Replay: the thread gets on without the interruption that the recording has here.
bool skips_interruption(const Step& expected);

/// What nobody_can_run and livelock may not conclude here; does not return when there is something.
void check_unseen_end(bool livelock);

} // namespace burler::runtime
