// The tsan engine: free runs of a program under the real ThreadSanitizer with seeded noise; its reports as
// findings.
#pragma once

#include "harness/campaign.h"

namespace burler::harness {

/// Uses target, shard, schedules (runs here), time_limit_ms, schedule_limit_ms, jobs, stop_on, root,
/// progress and interrupted of the options. The noise seed of run i is plan(i).seed. Findings have no
/// recording: the kernel's scheduler decides, so `replay` repeats the run with the same noise seed, without
/// promise.
Result<CampaignResult> run_tsan_campaign(const CampaignOptions& options);

/// The TSAN_OPTIONS of a run: ours, then the user's, which win.
/// `names_wanted`: the program brings suppressions of its own, which may name functions.
std::string tsan_options(const char* users, bool names_wanted = false);

} // namespace burler::harness
