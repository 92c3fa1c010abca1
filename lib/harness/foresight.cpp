#include "harness/foresight.h"

#include <algorithm>
#include <cstring>

namespace burler::harness {

void ForesightRuns::learn(const RunInput& input, const runtime::Arena& arena) {
  const std::uint32_t possible = std::min(arena.result.foresight_count, runtime::max_foresights);
  if (possible == 0 || arena.request.mode != runtime::Mode::explore) return;
  if (arena.result.verdict == runtime::Verdict::discarded || arena.result.run_id % 3 != 0) return;
  const runtime::Foresight& seen = arena.foresights[arena.result.run_id / 3 % possible];
  if (seen.at_step >= std::min(arena.result.step_count, runtime::max_steps_recorded - 1)) return;
  request_ = input.request;
  request_.flags |= runtime::flag_follow;
  request_.foreseen_writer = seen.writer;
  request_.foreseen_object = seen.object;
  request_.foreseen_store = seen.store;
  request_.foreseen_site = seen.site;
  request_.foreseen_value = seen.value;
  points_.assign(input.points.begin(), input.points.end());
  steps_.assign(arena.steps, arena.steps + seen.at_step);
  sched::Step load{seen.reader, sched::Op::atomic_load, sched::step_foreseen, seen.object, 0, seen.value, 0};
  steps_.push_back(load);
  ready_ = true;
}

void ForesightRuns::prepare(RunInput& input) {
  if (!ready_) return;
  ready_ = false;
  char strategy[sizeof input.request.strategy];
  std::memcpy(strategy, input.request.strategy, sizeof strategy);
  input.request = request_;
  std::memcpy(input.request.strategy, strategy, sizeof strategy);
  input.points = points_;
  input.steps = steps_;
}

bool certified(ExploreSession& session, const sched::Recording& recording, const runtime::Request& request) {
  const std::vector<sched::Step>& steps = recording.steps;
  for (std::size_t load = 0; load < steps.size(); ++load) {
    if (steps[load].op != sched::Op::atomic_load || !(steps[load].flags & sched::step_foreseen)) continue;
    std::size_t store = load + 1;
    while (store < steps.size() && !(steps[store].flags & sched::step_foreseen))
      ++store;
    if (store == steps.size()) return false;
    RunInput input{request, recording.point_sites, {}, {steps.data(), load}};
    input.request.mode = runtime::Mode::explore;
    input.request.flags |= runtime::flag_follow | runtime::flag_certify;
    input.request.foreseen_writer = steps[store].thread;
    input.request.foreseen_value = steps[load].aux;
    input.request.foreseen_object = steps[store].object;
    input.request.foreseen_site = steps[store].site;
    for (std::size_t i = load + 1; i <= store; ++i) {
      const bool stores = sched::is_atomic(steps[i].op) && steps[i].op != sched::Op::atomic_load &&
                          !(steps[i].flags & sched::step_failed);
      input.request.foreseen_store +=
          stores && steps[i].thread == steps[store].thread && steps[i].object == steps[store].object;
    }
    const auto outcome = session.run(input);
    if (!outcome || outcome->server_lost || session.arena().result.verdict != runtime::Verdict::stopped)
      return false;
  }
  return true;
}

} // namespace burler::harness
