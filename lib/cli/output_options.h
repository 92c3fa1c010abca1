// The output flags that all verbs share, so that the same words mean the same everywhere.
#pragma once

#include "report/output.h"

#include <CLI/CLI.hpp>

namespace burler::cli {

/// Adds --json, --sarif, --baseline, --suppressions, --quiet, --root and --max-shown to `app`; `request` must
/// outlive parsing. Files are checked while parsing: a bad one is a usage error before any work.
void add_output_options(CLI::App& app, report::OutputRequest& request);

/// Adds --version and a footer, and makes unknown options name themselves.
void add_standard_options(CLI::App& app);

/// Parses; on --help or --version prints and returns 0, on an error prints one line with the next step and
/// returns 2. Returns -1 when the program should go on.
int parse(CLI::App& app, int argc, char** argv);

} // namespace burler::cli
