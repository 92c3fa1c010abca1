// SARIF 2.1.0 (OASIS sarif-v2.1.0-os) for code review services.
//
// A finding has several ends, but viewers show the first location and often only the first thread flow. So
// each result carries both shapes: codeFlow 0 has one thread flow that interleaves all sides with "[T1]"
// marks; codeFlow 1 has one thread flow per thread with a global executionOrder, as GCC writes them. Every
// side is also a related location that the message links to.
#pragma once

#include "finding/report.h"

#include <nlohmann/json.hpp>

#include <string>

namespace burler::report {

struct SarifOptions {
  std::string
      root; ///< absolute folder relative paths start at, given as %SRCROOT%; empty = left to the viewer
};

/// Thread flows are cut to their last 1,000 steps (what code review services show); the JSON report keeps
/// all.
nlohmann::json to_sarif(const Report& report, const SarifOptions& options = {});

} // namespace burler::report
