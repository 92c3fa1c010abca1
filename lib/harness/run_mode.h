// How the schedules of a campaign are run: again and again in one process, each in a child of the fork
// server, or each in a program started anew. In-process repetition is given up where the runtime or a
// comparison with a fresh process says that state is carried over from one schedule to the next; the report
// says which mode was used and why.
#pragma once

#include "base/result.h"
#include "harness/explore_session.h"

#include <atomic>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace burler::harness {

enum class RunMode {
  automatic,  ///< in_process where state allows, else fork
  in_process, ///< the same; falling back is undecided
  fork,
  process,
};

/// "auto", "in-process", "fork", "process".
Result<RunMode> parse_run_mode(const std::string& text);

/// Two runs of one request took the same steps and ended alike.
class RunImage {
public:
  explicit RunImage(const runtime::Arena& arena);
  bool same(const runtime::Arena& arena) const;

private:
  runtime::Verdict verdict_;
  std::int32_t exit_status_;
  std::uint32_t findings_;
  std::vector<sched::Step> steps_;
};

/// Thread-safe.
class RunModes {
public:
  explicit RunModes(RunMode wanted)
      : wanted_(wanted), repeat_(wanted == RunMode::automatic || wanted == RunMode::in_process) {}

  /// Shall the next schedule be run in a process that ran others before, where possible?
  bool repeat() const { return repeat_; }
  bool new_program_each() const { return wanted_ == RunMode::process; }

  /// A schedule asked for with repeat() is over; `carried` is the runtime's reason against another one in its
  /// process. True = run it once more in a process of its own and compare: at the 1st, 2nd, 4th, ... repeated
  /// schedule.
  bool note_repeated(const RunOutcome& outcome, const std::string& carried);
  /// A schedule in a process of its own.
  void note_single() { ++single_; }
  /// A repeated schedule went another way in a process of its own.
  void give_up(const std::string& reason);

  /// {"mode", "in_process", "single", "reason"}.
  nlohmann::json stats() const;
  /// Set when repetition was asked for by name and could not be done.
  std::optional<std::string> complaint() const;

private:
  RunMode wanted_;
  std::atomic<bool> repeat_;
  std::atomic<std::uint64_t> repeated_{0}, single_{0};
  mutable std::mutex mutex_;
  std::map<std::string, std::uint64_t> short_lives_; ///< reason -> processes that ended early for it
  std::string reason_;
};

} // namespace burler::harness
