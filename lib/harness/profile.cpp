#include "harness/profile.h"

namespace burler::harness {
namespace {

constexpr std::uint64_t kSurveys = 64;

} // namespace

std::uint32_t Profile::flags(std::uint64_t schedule) const {
  return schedule < kSurveys ? static_cast<std::uint32_t>(runtime::flag_survey) : 0u;
}

void Profile::learn(std::uint64_t schedule, const runtime::Arena& arena, const RunOutcome& outcome) {
  const std::lock_guard guard(mutex_);
  results_.learn(schedule, arena, outcome);
  if ((arena.request.flags & runtime::flag_survey) == 0 || arena.result.finished == 0) return;
  ++surveyed_;
  facts_.learn(ArenaReader(arena, options_.target.program), arena, builder_);
}

std::vector<Undecided> Profile::measure() {
  std::vector<Undecided> troubles;
  for (unsigned i = 0; i < options_.runs; ++i) {
    if (options_.interrupted != nullptr && *options_.interrupted) break;
    const std::string what = "profiled run " + std::to_string(i);
    auto run = FreeRun::run(options_.target, options_.limit_ms);
    if (!run)
      troubles.push_back({what, run.error().text()});
    else if (!(*run)->measured())
      troubles.push_back({what, "the program's runtime did not answer; build it again with `burler cxx`"});
    else if ((*run)->timed_out())
      troubles.push_back({what, "it ran longer than its time limit and was stopped; its times are left out; "
                                "raise --schedule-timeout, or it hangs"});
    else
      locks_.add(**run);
    if (!troubles.empty()) break; // the next run would do the same
  }
  return troubles;
}

nlohmann::json Profile::report() const {
  nlohmann::json out = locks_.report(facts_);
  out["surveyed_schedules"] = surveyed_;
  out["results"] = results_.report();
  return out;
}

} // namespace burler::harness
