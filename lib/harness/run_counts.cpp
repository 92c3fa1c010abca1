#include "harness/run_counts.h"

#include "harness/process.h"

#include <algorithm>
#include <csignal>
#include <sys/wait.h>

namespace burler::harness {
namespace {

using runtime::Verdict;

/// Why the run gave no verdict; empty when it gave one.
std::string cut_reason(const runtime::Arena& arena, const RunOutcome& outcome, const std::string& message) {
  if (arena.result.foreseeing != 0) return {}; // discarded
  if (outcome.reply.fork_failed != 0) return "the program could not fork; use fewer --jobs";
  if (outcome.reply.timed_out != 0)
    return "it ran longer than its time limit and was stopped; raise --schedule-timeout, or it waits for "
           "something outside";
  const int status = outcome.reply.wait_status;
  if (arena.result.finished == 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
    return "it was killed from outside (out of memory?)";
  if (outcome.server_lost) return "its server process ended: " + describe_status(status);
  if (arena.result.finished == 0 && WIFEXITED(status))
    return "it left without passing the runtime (_exit?) with " + describe_status(status);
  if (arena.result.verdict == Verdict::step_limit)
    return "it reached ten times the limit of scheduling points without ending; raise --max-steps";
  if (arena.result.verdict == Verdict::unsupported) return "not supported: " + message;
  return {};
}

} // namespace

void RunCounts::add(std::uint64_t schedule, const std::string& strategy, const runtime::Arena& arena,
                    const RunOutcome& outcome, const std::string& message, const std::string& outside) {
  const std::lock_guard guard(mutex_);
  const runtime::Result& result = arena.result;
  ++runs_;
  ++strategies_[strategy];
  ++verdicts_[result.foreseeing != 0         ? "discarded"
              : outcome.reply.timed_out != 0 ? "timed-out"
                                             : runtime::name_of(result.verdict)];
  steps_ += result.steps;
  switches_ += result.switches;
  preemptions_ += result.preemptions;
  truncated_ += result.truncated;
  undisturbed_ends_ += result.undisturbed_end;
  external_ += result.external;
  for (std::size_t at = 0; at < outside.size();) {
    const std::size_t end = std::min(outside.find(", ", at), outside.size());
    ++outside_[outside.substr(at, end - at)];
    at = end + 2;
  }
  most_threads_ = std::max(most_threads_, result.max_live);
  if (const std::string reason = cut_reason(arena, outcome, message); !reason.empty()) {
    Cut& cut = cut_[reason];
    if (cut.times++ == 0 || schedule < cut.first) cut.first = schedule;
  }
}

void RunCounts::trouble(const std::string& what, const std::string& reason) {
  const std::lock_guard guard(mutex_);
  troubles_.push_back({what, reason});
}

std::uint64_t RunCounts::runs() const {
  const std::lock_guard guard(mutex_);
  return runs_;
}

std::vector<Undecided> RunCounts::undecided() const {
  const std::lock_guard guard(mutex_);
  std::vector<Undecided> out = troubles_;
  for (const auto& [reason, cut] : cut_)
    out.push_back({"schedule " + std::to_string(cut.first),
                   cut.times == 1 ? reason
                                  : reason + " (" + std::to_string(cut.times) + " of " +
                                        std::to_string(runs_) + " schedules)"});
  return out;
}

nlohmann::json RunCounts::stats(double seconds) const {
  const std::lock_guard guard(mutex_);
  const double runs = static_cast<double>(std::max<std::uint64_t>(runs_, 1));
  nlohmann::json out = {{"schedules", runs_},
                        {"seconds", seconds},
                        {"schedules_per_second", seconds > 0 ? static_cast<double>(runs_) / seconds : 0.0},
                        {"steps_per_schedule", static_cast<double>(steps_) / runs},
                        {"switches_per_schedule", static_cast<double>(switches_) / runs},
                        {"preemptions_per_schedule", static_cast<double>(preemptions_) / runs},
                        {"most_threads", most_threads_},
                        {"verdicts", verdicts_},
                        {"strategies", strategies_}};
  if (external_ != 0) out["external_waits"] = external_;
  if (!outside_.empty()) out["uncontrolled_calls"] = outside_;
  if (undisturbed_ends_ != 0) out["undisturbed_ends"] = undisturbed_ends_;
  if (truncated_ != 0) out["truncated"] = truncated_;
  return out;
}

} // namespace burler::harness
