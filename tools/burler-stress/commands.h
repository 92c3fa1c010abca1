// The two verbs of burler-stress.
#pragma once

#include "base/result.h"
#include "harness/explore_session.h"

#include <atomic>
#include <string>
#include <vector>

namespace burler::tool {

int stress_command(int argc, char** argv);
int replay_command(int argc, char** argv);

/// The program to run: found on PATH when it has no slash, made absolute. The error names it.
Result<harness::Target> make_target(const std::vector<std::string>& words);

/// Makes the target run with the preloaded runtime. The error says why this program cannot.
Status preload_runtime(harness::Target& target);

/// Set by SIGINT and SIGTERM once catch_interrupts() was called; a second signal ends the process at once.
const std::atomic<bool>& interrupted();
void catch_interrupts();

} // namespace burler::tool
