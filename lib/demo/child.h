// One step of the demo as a child process: its output goes to a log, its time is bounded.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace burler::demo {

struct ChildEnd {
  bool started = false;   ///< false: the program could not be run
  bool timed_out = false; ///< it was killed, with its children, at the limit
  int exit_status = -1;   ///< when it ended by itself; 128 + the signal's number when a signal ended it
  double seconds = 0;
};

/// Runs `command` (program first) to its end, standard input empty, both outputs in the file `log`. The child
/// leads a process group of its own; at `limit_s` seconds the group is killed. `tick(seconds)` is called a
/// few times a second.
ChildEnd run_child(const std::vector<std::string>& command, const std::string& log, double limit_s,
                   const std::function<void(double)>& tick);

} // namespace burler::demo
