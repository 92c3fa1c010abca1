// A replayed run in Chrome's trace event format (JSON), which ui.perfetto.dev and chrome://tracing open: one
// track per thread, a slice per step, slices for held locks, arrows from creation to start. Time is the
// number of the step.
#pragma once

#include "harness/interleaving.h"

#include <string>
#include <vector>

namespace burler::harness {

std::string chrome_trace(const std::vector<StoryStep>& story, const std::vector<std::string>& thread_names);

} // namespace burler::harness
