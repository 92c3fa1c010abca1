// Places and stories in SARIF's shapes (sarif-v2.1.0-os, 3.28 location, 3.36 codeFlow).
#pragma once

#include "finding/finding.h"

#include <nlohmann/json.hpp>

#include <string>

namespace burler::report {

/// A location object; a relative file is based on %SRCROOT%, an absolute one becomes a file URI.
nlohmann::json sarif_location(const SourcePlace& place, const std::string& message);

/// An absolute path as a file URI (RFC 8089), escaped as RFC 3986 asks.
std::string sarif_file_uri(const std::string& path);

/// "write of this->k_, holding mu_"; without a lock it says so only where locks matter.
std::string side_text(const Side& side, bool locks_matter);

/// codeFlow 0: all threads woven into one thread flow, marked [T1], [T2], ...; codeFlow 1, when there are
/// several threads: one flow each, with a global executionOrder. From the witness, else from each side and
/// its callers.
nlohmann::json sarif_code_flows(const Finding& finding);

} // namespace burler::report
