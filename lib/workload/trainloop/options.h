// The command line of the training loop.
#pragma once

#include "workload/trainloop/trainer.h"

#include <string>
#include <vector>

namespace burler::workload {

struct CommandLine {
  TrainerOptions trainer;
  std::string text;   ///< path; empty with --tiny
  std::string result; ///< path of a file that gets a line on the outcome; empty for none
  bool tiny = false;
  bool help = false;
  std::string problem; ///< one line; empty when the arguments are fine
};

CommandLine parse_command_line(const std::vector<std::string>& arguments);
std::string help_text();

/// The configuration small enough to be run thousands of times under a schedule explorer, with every path of
/// the loop in it: two workers, several evaluations and checkpoints, and a stop requested by the evaluator.
TrainerOptions tiny_options();
/// The text of that configuration.
std::string tiny_text();

} // namespace burler::workload
