#include "harness/found_defects.h"

#include "harness/fault_story.h"
#include "harness/interleaving.h"
#include "harness/library_defects.h"
#include "harness/recorded_names.h"

#include <algorithm>

namespace burler::harness {
namespace {

constexpr std::size_t kWitnessSteps = 60;

/// What a slow machine could excuse is not gated on: a failure that needs a timeout to fire early. Races and
/// cycles of locks are defects whenever the timeout fires.
Confidence confidence_of(const Finding& finding, bool early) {
  const bool timeless = finding.rule.starts_with("race/") || finding.rule == "deadlock/cycle";
  if (finding.rule == "thread/starvation") return Confidence::medium; // the bound is a convention
  return !timeless && early ? Confidence::medium : Confidence::high;
}

} // namespace

bool FoundDefects::shows_new(const runtime::Arena& arena, const RunOutcome& outcome) const {
  const std::vector<RawFinding> raw = raw_findings(ArenaReader(arena, target_.program), arena, outcome);
  if (raw.empty()) return false;
  const std::lock_guard guard(mutex_);
  return std::any_of(raw.begin(), raw.end(),
                     [&](const RawFinding& one) { return !fingerprint_of_key_.contains(raw_key(one)); });
}

std::vector<std::string> FoundDefects::add(const runtime::Arena& arena, const RunOutcome& outcome,
                                           const runtime::Request& request, std::uint64_t schedule) {
  std::vector<std::string> fresh;
  const ArenaReader reader(arena, target_.program);
  const std::vector<RawFinding> raw = raw_findings(reader, arena, outcome);
  if (raw.empty()) return fresh;
  const std::lock_guard guard(mutex_);
  for (const RawFinding& one : raw) {
    const std::string key = raw_key(one);
    if (const auto known = fingerprint_of_key_.find(key); known != fingerprint_of_key_.end()) {
      if (!known->second.empty()) ++defects_.at(known->second).seen;
      continue;
    }
    if (is_library_defect(one, builder_.frames().symbolizer())) {
      fingerprint_of_key_[key].clear();
      continue;
    }
    Defect defect;
    defect.finding = builder_.build(one);
    defect.finding.confidence = confidence_of(defect.finding, arena.result.early != 0);
    const std::string fingerprint = defect.finding.fingerprint;
    if (left_out_.contains(fingerprint)) {
      fingerprint_of_key_[key].clear();
      continue;
    }
    fingerprint_of_key_[key] = fingerprint;
    if (const auto known = defects_.find(fingerprint); known != defects_.end()) {
      ++known->second.seen;
      continue;
    }
    fresh.push_back(defect.finding.rule);
    defect.schedule = schedule;
    defect.recording = reader.recording(target_, request);
    defect.recording.rule = defect.finding.rule;
    defect.recording.fingerprint = fingerprint;
    defect.finding.witness = witness(reader, arena, one);
    add_names(defect.recording, reader, builder_);
    if (store_.save(fingerprint, defect.recording).ok())
      defect.finding.replay = store_.replay_command(fingerprint);
    defect.faults = fault_note(reader, arena, builder_);
    if (one.sides.empty() && outcome.output.total() != 0)
      defect.finding.message += "; last output: " + outcome.output.last_line();
    defects_.emplace(fingerprint, std::move(defect));
  }
  return fresh;
}

std::vector<WitnessStep> FoundDefects::witness(const ArenaReader& reader, const runtime::Arena& arena,
                                               const RawFinding& raw) {
  std::vector<StoryStep> story = tell(reader, arena, builder_, kWitnessSteps);
  add_faults(story, reader, arena, builder_);
  add_ending(story, raw, builder_);
  return witness_of(story);
}

void FoundDefects::settle(Defect& defect, ExploreSession& session, std::uint32_t limit_ms,
                          std::uint64_t budget_ms, const std::function<bool()>& interrupted) {
  const std::string& fingerprint = defect.finding.fingerprint;
  const auto deadline = Clock::now() + std::chrono::milliseconds(budget_ms);
  auto shrunk = shrink(session, target_, defect.recording, fingerprint, builder_, limit_ms,
                       [&] { return Clock::now() > deadline || interrupted(); });
  nlohmann::json& stats = shrink_stats_[fingerprint];
  if (!shrunk) return;
  stats["switches_before"] = shrunk->switches_before;
  stats["switches_after"] = shrunk->switches_after;
  stats["runs"] = shrunk->runs;
  // The proof of a recording is a strict replay of it; the shrunk one must pass it, else the original stays.
  for (const sched::Recording* candidate : {&shrunk->recording, &defect.recording}) {
    const auto outcome = session.run(strict_replay(*candidate, limit_ms));
    if (!outcome || outcome->server_lost) return;
    const runtime::Arena& arena = session.arena();
    const ArenaReader reader(arena, target_.program);
    const std::vector<RawFinding> raw = raw_findings(reader, arena, *outcome);
    const bool same = shows(raw, fingerprint, builder_);
    stats["replays"] = same;
    if (!same) continue;
    if (candidate != &defect.recording) {
      defect.recording = *candidate;
      add_names(defect.recording, reader, builder_);
      [[maybe_unused]] const Status saved = store_.save(fingerprint, defect.recording);
    }
    defect.faults = fault_note(reader, arena, builder_);
    for (const RawFinding& one : raw)
      if (builder_.build(one).fingerprint == fingerprint)
        defect.finding.witness = witness(reader, arena, one);
    return;
  }
  defect.finding.message +=
      " (seen in schedule " + std::to_string(defect.schedule) +
      ", but its replay differs: the program depends on something outside the schedule)";
  defect.finding.confidence = Confidence::medium;
}

void FoundDefects::shrink_all(std::unique_ptr<ExploreSession> session, std::uint32_t limit_ms,
                              std::uint64_t budget_ms, const std::function<bool()>& interrupted) {
  for (auto& [fingerprint, defect] : defects_) {
    if (interrupted()) return;
    settle(defect, *session, limit_ms, budget_ms, interrupted);
  }
}

void FoundDefects::leave_out(const std::vector<Finding>& known) {
  for (const Finding& finding : known)
    left_out_.insert(finding.fingerprint);
}

std::size_t FoundDefects::size() const {
  const std::lock_guard guard(mutex_);
  return defects_.size();
}

nlohmann::json FoundDefects::stats() const {
  nlohmann::json out = shrink_stats_;
  for (const auto& [fingerprint, defect] : defects_) {
    out[fingerprint]["rule"] = defect.finding.rule;
    out[fingerprint]["first_schedule"] = defect.schedule;
    out[fingerprint]["seen"] = defect.seen;
  }
  return out;
}

std::vector<Finding> FoundDefects::findings() const {
  const std::lock_guard guard(mutex_);
  std::vector<Finding> out;
  for (const auto& [fingerprint, defect] : defects_) {
    out.push_back(defect.finding);
    out.back().message += defect.faults;
  }
  return out;
}

} // namespace burler::harness
