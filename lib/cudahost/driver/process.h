// Running other programs: compilers, the symbolizer and the user's program, without a shell.
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace burler::cudahost {

struct ProcessRequest {
  std::vector<std::string> command;
  std::vector<std::pair<std::string, std::string>> environment; ///< added to ours
  std::string input;                                            ///< given on standard input
  std::size_t keep = 64u << 20;  ///< bytes of output kept; the rest is read and dropped
  std::size_t forward = 0;       ///< bytes of output copied to standard error while they come
  std::chrono::seconds limit{0}; ///< 0 = none; then the whole process group is killed
};

struct ProcessResult {
  int exit_code = 0; ///< valid when not killed
  int signal = 0;    ///< that ended it, 0 = none
  bool timed_out = false;
  std::string output;      ///< standard output and error, in order of arrival
  std::size_t dropped = 0; ///< bytes beyond `keep`
};

/// Fails only when the program cannot be started.
Result<ProcessResult> run_process(const ProcessRequest& request);

} // namespace burler::cudahost
