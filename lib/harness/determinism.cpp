#include "harness/determinism.h"

#include "harness/interleaving.h"
#include "harness/rerun.h"

namespace burler::harness {

void DeterminismCheck::offer(std::uint64_t schedule, const Target& target, const runtime::Arena& arena,
                             const RunOutcome& outcome) {
  if (schedule != 0 && schedule != 5 && schedule != 13) return;
  // Only runs that the runtime saw to their end, and saw whole, can be compared.
  const runtime::Verdict verdict = arena.result.verdict;
  const bool ended = verdict == runtime::Verdict::completed || verdict == runtime::Verdict::failed_exit;
  if (!ended || arena.result.finished == 0 || arena.result.external != 0 || outcome.reply.timed_out != 0)
    return;
  if (arena.result.step_count == 0 || arena.result.step_count >= runtime::max_steps_recorded) return;
  const std::lock_guard guard(mutex_);
  samples_.push_back(ArenaReader(arena, target.program).recording(target, arena.request));
}

std::optional<Finding> DeterminismCheck::run(ExploreSession& session, const Target& target,
                                             std::uint32_t limit_ms, FindingBuilder& builder) {
  for (const sched::Recording& sample : samples_) {
    const auto outcome = session.run(strict_replay(sample, limit_ms));
    if (!outcome || outcome->server_lost) return std::nullopt;
    const runtime::Divergence& divergence = session.arena().result.divergence;
    if (divergence.happened == 0) continue;
    const ArenaReader reader(session.arena(), target.program);
    RawFinding raw;
    raw.rule = "run/nondeterminism";
    raw.detail = "recorded was " + verb_of(divergence.expected.op, divergence.expected.flags) +
                 ", a new process " + verb_of(divergence.actual.op, divergence.actual.flags) + " at step " +
                 std::to_string(divergence.step);
    RawSide side;
    side.thread = divergence.actual.thread;
    side.kind = "step";
    raw.threads[side.thread] = reader.thread(side.thread);
    for (const sched::Site site : {divergence.actual.site, divergence.expected.site})
      if (site != 0 && side.stack.empty()) side.stack = {reader.address(site)};
    if (!side.stack.empty()) raw.sides.push_back(side);
    Finding finding = builder.build(raw);
    finding.confidence = Confidence::medium;
    return finding;
  }
  return std::nullopt;
}

} // namespace burler::harness
