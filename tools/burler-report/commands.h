// The sub-commands of `burler report`. Each returns the exit code; errors are one line on standard error.
#pragma once

#include "report/output.h"

#include <string>
#include <vector>

namespace burler::tool {

int merge_command(const std::vector<std::string>& paths, report::OutputRequest request);

/// Writes the newer report with unchanged findings as baseline when --json or --sarif is given.
int diff_command(const std::string& older, const std::string& newer, const report::OutputRequest& request);

/// `form`: text, json, sarif or markdown. Exit 0 whatever the report says.
int convert_command(const std::string& path, const std::string& form, const std::string& target,
                    const std::string& root);

int baseline_command(const std::vector<std::string>& paths);

/// `what`: a rule id, or the start of a fingerprint (at least four digits) found in the reports.
int explain_command(const std::string& what, const std::vector<std::string>& paths);

} // namespace burler::tool
