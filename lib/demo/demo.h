// The demo: three engines on the bundled programs, on one screen.
#pragma once

#include "base/exit_code.h"
#include "demo/plan.h"

#include <string>
#include <vector>

namespace burler::demo {

struct DemoOptions {
  Places places;
  std::vector<std::string> engines; ///< empty = all
  bool colour = false;
  bool progress = false; ///< a running line on standard error
};

/// Runs the plan, prints a line a step, then one race, one deadlock and one missing barrier, replays the
/// recorded ones, and writes report.txt, report.json and report.sarif of all findings under places.out.
/// clean: every planted defect was shown and every clean twin stayed silent. findings: an engine was wrong.
/// undecided: a step could not run. usage: the output folder cannot be written.
ExitCode run_demo(const DemoOptions& options);

} // namespace burler::demo
