// One worker process: unit numbers in, summaries out, over a socket. It ends with its parent.
#pragma once

#include "extract/frontend.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace burler::extract {

struct Answer {
  std::string bytes; ///< the summary
  UnitTiming timing;
  double write_seconds = 0;
  std::uint64_t peak_bytes = 0; ///< memory of the process so far
};

/// Wrong use (two units at once) is a programming error. Not for processes with threads: it forks.
class Worker {
public:
  using Serve = std::function<Answer(std::uint64_t unit)>;

  bool running() const { return process_ > 0; }
  std::optional<std::uint64_t> unit() const { return unit_; }
  int channel() const { return channel_; }
  std::chrono::steady_clock::time_point started() const { return started_; }

  /// Starts the process; `serve` runs in it. `others` are the channels of its siblings, which it closes.
  bool start(const Serve& serve, const std::vector<int>& others, std::size_t memory_limit);
  bool give(std::uint64_t unit);
  /// The answer to the unit given, or none when the process is gone; call abandon() then.
  std::optional<Answer> receive();
  /// Ends the process, if it runs, and says how it ended: one line with the next step.
  std::string abandon(bool kill_it);
  /// Lets the process end in its own time.
  void stop();

private:
  pid_t process_ = -1;
  int channel_ = -1;
  std::optional<std::uint64_t> unit_;
  std::chrono::steady_clock::time_point started_;
};

} // namespace burler::extract
