#include "harness/exhaustive_runs.h"

#include <algorithm>

namespace burler::harness {
namespace {

std::vector<Decision> decisions_of(const runtime::Arena& arena) {
  std::vector<Decision> out(std::min(arena.result.step_count, runtime::max_steps_recorded));
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i].chosen = arena.steps[i];
  const std::uint32_t count = std::min(arena.result.option_count, runtime::max_options);
  for (std::uint32_t i = 0; i < count; ++i) {
    const runtime::Option& option = arena.options[i];
    if (option.step >= out.size()) continue;
    sched::Step step;
    step.thread = option.thread;
    step.op = option.op;
    step.object = option.object;
    out[option.step].options.push_back(step);
  }
  return out;
}

std::vector<std::uint16_t> parents_of(const runtime::Arena& arena) {
  std::vector<std::uint16_t> out(std::min(arena.result.thread_count, runtime::max_threads));
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = arena.threads[i].parent;
  return out;
}

} // namespace

void ExhaustiveRuns::prepare(RunInput& input) {
  input_ = search_.prefix();
  input_.insert(input_.end(), search_.sleepers().begin(), search_.sleepers().end());
  input.steps = input_;
  input.sleeper_count = static_cast<std::uint32_t>(search_.sleepers().size());
  input.request.flags |= runtime::flag_log_options;
}

void ExhaustiveRuns::learn(const runtime::Arena& arena, const RunOutcome& outcome, bool grown) {
  const runtime::Result& result = arena.result;
  if (grown) {
    search_ = ExhaustiveSearch();
    schedules_ = 0;
    ++restarts_;
    return;
  }
  ++schedules_;
  spins_ |= result.spins != 0;
  const bool ended =
      result.verdict == runtime::Verdict::completed || result.verdict == runtime::Verdict::failed_exit;
  const bool seen = ended || result.verdict == runtime::Verdict::deadlock ||
                    result.verdict == runtime::Verdict::livelock ||
                    result.verdict == runtime::Verdict::crashed;
  // Which older value a load sees is drawn, not searched.
  cut_ |= (arena.request.flags & runtime::flag_weak_memory) != 0;
  cut_ |= result.undisturbed_end != 0;
  cut_ |= !seen || result.finished == 0 || outcome.reply.timed_out != 0 || result.external != 0 ||
          result.step_count >= runtime::max_steps_recorded || result.option_count >= runtime::max_options;
  if (!cut_) search_.learn(decisions_of(arena), parents_of(arena), ended);
}

nlohmann::json ExhaustiveRuns::stats() const {
  nlohmann::json out = {{"complete", complete()},
                        {"schedules", schedules_},
                        {"redundant", search_.redundant()},
                        {"restarts", restarts_}};
  std::string text;
  if (complete()) {
    text = schedules_ == 1 ? "the only schedule of this test was executed"
                           : "all " + std::to_string(schedules_) + " schedules of this test were executed";
    text +=
        " (one for each order of dependent operations; signals wake in order of arrival, time passes only "
        "when nobody can run";
    text += spins_ ? ", loops that only wait count as one step)" : ")";
  } else if (!search_.deterministic()) {
    text = "the search was given up: the program depends on something outside the schedule";
  } else if (cut_) {
    text = "the search was given up: a run could not be seen to its end, or --weak-memory draws values";
  } else {
    text = "the search is not finished: " + std::to_string(schedules_) +
           " schedules were executed, raise --schedules";
  }
  out["statement"] = text;
  return out;
}

} // namespace burler::harness
