// The distinct defects a campaign has found so far: one finding and one recording each.
#pragma once

#include "harness/rerun.h"
#include "harness/schedule_store.h"

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

namespace burler::harness {

/// Thread-safe except shrink_all and findings, which come after the workers.
class FoundDefects {
public:
  FoundDefects(Target target, const std::string& root, const ScheduleStore& store)
      : target_(std::move(target)), store_(store), builder_(root) {}

  /// Does the run just done show anything that was not seen before?
  bool shows_new(const runtime::Arena& arena, const RunOutcome& outcome) const;
  /// Looks at the run just done in `arena`; returns the rules of the defects in it that were not seen before.
  /// Their recordings are on disk on return, so a campaign may be killed at any time.
  std::vector<std::string> add(const runtime::Arena& arena, const RunOutcome& outcome,
                               const runtime::Request& request, std::uint64_t schedule);

  /// Replays each recording (one that does not replay is said so), shrinks it and tells its story.
  void shrink_all(std::unique_ptr<ExploreSession> session, std::uint32_t limit_ms, std::uint64_t budget_ms,
                  const std::function<bool()>& interrupted);

  /// These are known from before: seen again, they are not stored and reported again. Before the workers.
  void leave_out(const std::vector<Finding>& known);

  std::size_t size() const;
  std::vector<Finding> findings() const;
  /// By fingerprint: the schedule that showed it first, how often it was seen, what shrinking did.
  nlohmann::json stats() const;

private:
  struct Defect {
    Finding finding;
    sched::Recording recording;
    std::string faults; ///< a note on what ran out of resources in its schedule
    std::uint64_t schedule = 0;
    std::uint64_t seen = 1;
  };
  void settle(Defect& defect, ExploreSession& session, std::uint32_t limit_ms, std::uint64_t budget_ms,
              const std::function<bool()>& interrupted);

  std::vector<WitnessStep> witness(const ArenaReader& reader, const runtime::Arena& arena,
                                   const RawFinding& raw);

  Target target_;
  const ScheduleStore& store_;
  FindingBuilder builder_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string>
      fingerprint_of_key_;                ///< empty: left out (a library's own defect, or known before)
  std::set<std::string> left_out_;        ///< fingerprints
  std::map<std::string, Defect> defects_; ///< by fingerprint
  nlohmann::json shrink_stats_ = nlohmann::json::object();
};

} // namespace burler::harness
