// From the engine's raw results to findings in words.
#pragma once

#include "base/result.h"
#include "finding/finding.h"

#include <string>
#include <vector>

namespace burler::cudahost {

struct Explained {
  std::vector<Finding> findings;          ///< sealed, one per rule and pair of lines
  std::vector<std::string> failures;      ///< what kept the program from going on
  std::vector<std::string> launch_errors; ///< launches with an impossible configuration
  bool started = false;                   ///< the program used the CUDA runtime
};

/// Reads the file the engine wrote. `root` is where relative paths of the report start, `hidden` the folder
/// of our own headers. A result line cut off by a crash is skipped.
Result<Explained> explain_results(const std::string& results, const std::string& program,
                                  const std::string& root, const std::string& hidden);

} // namespace burler::cudahost
