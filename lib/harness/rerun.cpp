#include "harness/rerun.h"

#include "harness/delta_debugging.h"
#include "harness/foresight.h"
#include "harness/merge_switches.h"

#include <algorithm>
#include <cstring>
#include <sys/wait.h>

namespace burler::harness {
namespace {

using runtime::Arena;
using runtime::Mode;
using runtime::Request;
using runtime::Verdict;

Request request_of(const sched::Recording& recording, Mode mode, std::uint32_t limit_ms) {
  Request request;
  request.mode = mode;
  request.flags = recording.flags;
  request.seed = recording.seed;
  std::strncpy(request.strategy, recording.strategy.c_str(), sizeof request.strategy - 1);
  request.max_steps = recording.max_steps;
  request.realtime_base_ns = recording.realtime_base_ns;
  request.wall_limit_ms = limit_ms;
  return request;
}

bool reported_death(const std::vector<RawFinding>& found) {
  return std::any_of(found.begin(), found.end(), [](const RawFinding& f) { return f.rule == "run/crash"; });
}

} // namespace

RunInput strict_replay(const sched::Recording& recording, std::uint32_t limit_ms) {
  return {request_of(recording, Mode::replay, limit_ms), recording.point_sites, recording.faults,
          recording.steps};
}

std::vector<RawFinding> raw_findings(const ArenaReader& reader, const Arena& arena,
                                     const RunOutcome& outcome) {
  if (arena.result.foreseeing != 0 || arena.result.verdict == Verdict::discarded) return {}; // no execution
  std::vector<RawFinding> found = reader.findings();
  if (outcome.reply.timed_out != 0 || reported_death(found)) return found;
  RawFinding death;
  death.rule = "run/crash";
  const int status = outcome.reply.wait_status;
  const bool ended = arena.result.finished != 0;
  if (!ended && WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
    death.detail = describe_status(status);
  else if (ended && arena.result.verdict == Verdict::failed_exit)
    death.detail = "exit status " + std::to_string(arena.result.exit_status);
  if (!death.detail.empty()) found.push_back(death);
  return found;
}

bool shows(const std::vector<RawFinding>& raw, const std::string& fingerprint, FindingBuilder& builder) {
  return std::any_of(raw.begin(), raw.end(),
                     [&](const RawFinding& one) { return builder.build(one).fingerprint == fingerprint; });
}

Result<ShrinkResult> shrink(ExploreSession& session, const Target& target, const sched::Recording& original,
                            const std::string& fingerprint, FindingBuilder& builder, std::uint32_t limit_ms,
                            const std::function<bool()>& out_of_budget) {
  ShrinkResult result;
  result.recording = original;
  const Request request = request_of(original, Mode::guided, limit_ms);
  std::vector<sched::Switch> all = sched::switches_of(original.steps);
  all.insert(all.end(), original.faults.begin(), original.faults.end());
  result.switches_before = result.switches_after = all.size();
  bool lost = false;
  const auto holds = [&](const std::vector<sched::Switch>& switches) {
    if (lost) return false;
    ++result.runs;
    auto outcome = session.run({request, original.point_sites, switches, {}});
    lost = !outcome || outcome->server_lost;
    if (lost) return false;
    const ArenaReader reader(session.arena(), target.program);
    if (!shows(raw_findings(reader, session.arena(), *outcome), fingerprint, builder)) return false;
    sched::Recording shorter = reader.recording(target, request);
    shorter.strategy = original.strategy;
    shorter.rule = original.rule;
    shorter.fingerprint = original.fingerprint;
    if (session.arena().result.truncated != 0 && shorter.steps.size() >= runtime::max_steps_recorded)
      return false;
    if (!certified(session, shorter, request)) return false;
    result.recording = std::move(shorter);
    return true;
  };
  if (!holds(all)) {
    if (lost) return Error{"the program's server was lost while shrinking", "run the campaign again"};
    return result;
  }
  result.reproduced = true;
  auto smallest = minimise<sched::Switch>(all, holds, out_of_budget);
  const std::size_t without_merging = smallest.size();
  smallest = merge_switches(std::move(smallest), holds, out_of_budget);
  if (smallest.size() < without_merging)
    smallest = minimise<sched::Switch>(std::move(smallest), holds, out_of_budget);
  result.switches_after = smallest.size();
  return result;
}

} // namespace burler::harness
