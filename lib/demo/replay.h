// A finding's own replay command, run as the user would.
#pragma once

#include "finding/finding.h"

#include <string>
#include <vector>

namespace burler::demo {

/// The words of a command line with '...', "..." and backslashes as in a shell; nothing is expanded.
std::vector<std::string> words_of(const std::string& line);

/// finding.replay run by the `burler` in folder `tools`, writing its report to `report`; empty when the
/// finding has no such command.
std::vector<std::string> replay_command(const Finding& finding, const std::string& tools,
                                        const std::string& report);

/// Whether the report in the file holds a finding with the fingerprint.
bool shows_again(const std::string& report, const std::string& fingerprint);

} // namespace burler::demo
