#include "harness/run_mode.h"

#include <algorithm>

namespace burler::harness {

Result<RunMode> parse_run_mode(const std::string& text) {
  if (text.empty() || text == "auto") return RunMode::automatic;
  if (text == "in-process") return RunMode::in_process;
  if (text == "fork") return RunMode::fork;
  if (text == "process") return RunMode::process;
  return Error{"unknown mode '" + text + "'", "use auto, in-process, fork or process"};
}

RunImage::RunImage(const runtime::Arena& arena)
    : verdict_(arena.result.verdict), exit_status_(arena.result.exit_status),
      findings_(arena.result.finding_count),
      steps_(arena.steps, arena.steps + std::min(arena.result.step_count, runtime::max_steps_recorded)) {}

bool RunImage::same(const runtime::Arena& arena) const {
  const auto alike = [](const sched::Step& a, const sched::Step& b) {
    return a.thread == b.thread && a.op == b.op && a.flags == b.flags && a.object == b.object &&
           a.aux == b.aux;
  };
  const sched::Step* end = arena.steps + std::min(arena.result.step_count, runtime::max_steps_recorded);
  return verdict_ == arena.result.verdict && exit_status_ == arena.result.exit_status &&
         findings_ == arena.result.finding_count &&
         std::equal(steps_.begin(), steps_.end(), static_cast<const sched::Step*>(arena.steps), end, alike);
}

bool RunModes::note_repeated(const RunOutcome& outcome, const std::string& carried) {
  constexpr std::uint32_t short_life = 4; // schedules: forking for so few costs more than it saves
  constexpr std::uint64_t most_short_lives = 3;
  const bool alone = outcome.reply.repeated == 0;
  if (!carried.empty() && outcome.reply.repeated < short_life) {
    std::unique_lock guard(mutex_);
    const bool too_often = ++short_lives_[carried] >= most_short_lives;
    guard.unlock();
    if (too_often) give_up(carried);
  }
  if (alone) {
    ++single_;
    return false;
  }
  const std::uint64_t count = ++repeated_;
  return (count & (count - 1)) == 0;
}

void RunModes::give_up(const std::string& reason) {
  const std::lock_guard guard(mutex_);
  repeat_ = false;
  if (reason_.empty()) reason_ = reason;
}

nlohmann::json RunModes::stats() const {
  const std::lock_guard guard(mutex_);
  const char* mode = new_program_each() ? "process" : repeat_ ? "in-process" : "fork";
  nlohmann::json out = {
      {"mode", mode}, {"in_process", repeated_.load()}, {"in_a_process_of_their_own", single_.load()}};
  if (!reason_.empty()) out["reason"] = reason_;
  return out;
}

std::optional<std::string> RunModes::complaint() const {
  const std::lock_guard guard(mutex_);
  if (wanted_ != RunMode::in_process || reason_.empty()) return std::nullopt;
  return "schedules could not be repeated in one process: " + reason_ + "; they were run by the fork server";
}

} // namespace burler::harness
