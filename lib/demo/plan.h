// What the demo runs: the bundled programs as they are, which must stay silent, and a few of their mutants,
// each with one planted defect. What an engine must say about a mutant is read from its mutant.json.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace burler::demo {

/// Where things are. Absolute, except that `out` may be relative to keep printed commands short.
struct Places {
  std::string tools;     ///< folder of burler-lint, burler-stress, burler-cuda
  std::string source;    ///< the project's sources: lib/workload and testdata/workloads
  std::string workloads; ///< the build's workloads/PROGRAM/MUTANT folders
  std::string out;       ///< where reports, logs and schedules go
};

/// Which finding of a step is printed whole at the end.
enum class Show { no, race, deadlock, barrier };

struct Step {
  std::string name;                 ///< "stress-lock_order_swapped", names its report and log
  std::string engine;               ///< lint | stress | cuda
  std::string title;                ///< "training loop, the lock order swapped"
  std::vector<std::string> rules;   ///< at least one must be reported; empty = a clean twin, must be silent
  std::vector<std::string> command; ///< program first
  std::string report;               ///< the file the command writes
  std::string folder;               ///< where the sources of a mutant are; empty for the programs as they are
  Show show = Show::no;
};

/// The steps of the engines in `engines` (all when empty), in the order they run.
Result<std::vector<Step>> make_plan(const Places& places, const std::vector<std::string>& engines);

} // namespace burler::demo
