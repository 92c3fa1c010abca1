#include "harness/campaign.h"

#include "harness/determinism.h"
#include "harness/event_profile.h"
#include "harness/exhaustive_runs.h"
#include "harness/fault_sites.h"
#include "harness/foresight.h"
#include "harness/found_defects.h"
#include "harness/profile.h"
#include "harness/reads_from_pairs.h"
#include "harness/run_counts.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <thread>

namespace burler::harness {
namespace {

using runtime::Verdict;

constexpr const char* kExhaustive = "exhaustive";

/// Plain accesses that became scheduling points, united over the campaign.
class SharedPoints {
public:
  std::vector<sched::Site> all() {
    const std::lock_guard guard(mutex_);
    return points_;
  }
  /// True when there were new ones.
  bool add(const runtime::Arena& arena) {
    const std::lock_guard guard(mutex_);
    const std::size_t before = points_.size();
    const auto* end = arena.points + std::min(arena.result.point_count, runtime::max_points);
    points_.insert(points_.end(), arena.points, end);
    std::sort(points_.begin(), points_.end());
    points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
    if (points_.size() > runtime::max_points) points_.resize(runtime::max_points);
    return points_.size() != before;
  }

private:
  std::mutex mutex_;
  std::vector<sched::Site> points_;
};

class Campaign {
public:
  Campaign(const CampaignOptions& options, const ScheduleStore& store)
      : options_(options), defects_(options.target, options.root, store), modes_(options.mode),
        fault_sites_(options.root), next_(options.before.next), started_(Clock::now()) {
    defects_.leave_out(options.before.findings);
  }

  Result<CampaignResult> run();

private:
  void work(std::unique_ptr<ExploreSession> session);
  void one(ExploreSession& session, std::uint64_t schedule, ForesightRuns& foresight, RunOutcome& outcome);
  Result<RunOutcome> execute(ExploreSession& session, RunInput& input, std::uint64_t schedule);
  bool next(std::uint64_t& schedule);
  bool over() const;
  CampaignState state() const;
  void report_progress(const char* phase, bool force);
  void finish(CampaignResult& result);
  void check_determinism(CampaignResult& result);
  bool searches() const {
    const auto& names = options_.portfolio.strategies();
    return std::find(names.begin(), names.end(), kExhaustive) != names.end();
  }

  const CampaignOptions& options_;
  FoundDefects defects_;
  RunModes modes_;
  RunCounts counts_;
  DeterminismCheck determinism_;
  SharedPoints points_;
  EventProfile profile_;
  ReadsFromPairs pairs_;
  FaultSites fault_sites_;
  ExhaustiveRuns exhaustive_;
  std::atomic<std::uint64_t> next_;
  std::atomic<std::uint64_t> longest_{0};
  std::atomic<bool> stop_{false};
  std::mutex progress_mutex_;
  Clock::time_point started_, last_progress_{};
};

bool Campaign::over() const {
  if (stop_ || (options_.interrupted != nullptr && *options_.interrupted)) return true;
  return options_.time_limit_ms != 0 &&
         Clock::now() - started_ + std::chrono::milliseconds(options_.before.milliseconds) >
             std::chrono::milliseconds(options_.time_limit_ms);
}

CampaignState Campaign::state() const {
  CampaignState state;
  // The schedules that are under way would be lost; a few are run twice.
  const std::uint64_t under_way = options_.jobs * options_.shard.count;
  state.next = std::max(options_.before.next, next_ > under_way ? next_ - under_way : 0);
  state.schedules = options_.before.schedules + counts_.runs();
  state.milliseconds =
      options_.before.milliseconds +
      static_cast<std::uint64_t>(
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_).count());
  state.findings = united(options_.before.findings, defects_.findings());
  return state;
}

bool Campaign::next(std::uint64_t& schedule) {
  for (;;) {
    if (over()) return false;
    schedule = next_++;
    if (options_.schedules != 0 && schedule >= options_.schedules) return false;
    if (options_.shard.owns(schedule)) return true;
  }
}

void Campaign::report_progress(const char* phase, bool force) {
  if (!options_.progress) return;
  const std::lock_guard guard(progress_mutex_);
  if (!force && Clock::now() - last_progress_ < std::chrono::milliseconds(200)) return;
  last_progress_ = Clock::now();
  Progress progress;
  progress.done = counts_.runs();
  progress.planned = options_.schedules / options_.shard.count;
  progress.per_second = static_cast<double>(progress.done) /
                        std::max(0.001, std::chrono::duration<double>(Clock::now() - started_).count());
  progress.findings = defects_.size();
  progress.phase = phase;
  options_.progress(progress);
}

/// Runs the schedule; in a process that ran others before, where state allows. What such a run says for the
/// first time counts only if a process of its own says it too: then that second run is the one that is kept.
Result<RunOutcome> Campaign::execute(ExploreSession& session, RunInput& input, std::uint64_t schedule) {
  // Chances for faults before main are counted too, and main is all that is repeated.
  input.repeat = modes_.repeat() && input.request.faults == 0;
  auto ran = session.run(input);
  if (!ran || ran->server_lost) return ran;
  if (!input.repeat) {
    modes_.note_single();
    return ran;
  }
  const runtime::Arena& arena = session.arena();
  const bool sample =
      modes_.note_repeated(*ran, ArenaReader(arena, options_.target.program).text(arena.result.carried));
  if (ran->reply.repeated == 0 || (!sample && !defects_.shows_new(arena, *ran))) return ran;
  const RunImage before(arena);
  input.repeat = false;
  auto again = session.run(input);
  if (again && !again->server_lost && !before.same(arena))
    modes_.give_up("schedule " + std::to_string(schedule) +
                   " goes another way in a process of its own: state is carried over");
  return again;
}

void Campaign::one(ExploreSession& session, std::uint64_t schedule, ForesightRuns& foresight,
                   RunOutcome& outcome) {
  const SchedulePlan plan = options_.portfolio.plan(schedule);
  RunInput input;
  std::strncpy(input.request.strategy, plan.strategy.c_str(), sizeof input.request.strategy - 1);
  input.request.seed = plan.seed;
  input.request.flags =
      plan.flags | (options_.all_points ? runtime::flag_all_points : 0u) |
      (options_.weak_memory ? runtime::flag_weak_memory : 0u) |
      (options_.profile != nullptr ? options_.profile->flags(schedule) : 0u) |
      (options_.target.preload.empty() ? 0u : runtime::flag_preload | runtime::flag_no_races);
  input.request.max_steps = options_.max_steps;
  input.request.expected_steps = longest_;
  input.request.wall_limit_ms = options_.schedule_limit_ms;
  if (!options_.faults.permitted) input.request.flags &= ~std::uint32_t{runtime::flag_spurious_wake};
  if (plan.seed >> 32 & 1) input.request.faults = options_.faults.wanted;
  const std::vector<sched::Site> fault_sites = fault_sites_.all();
  input.fault_sites = fault_sites;
  const std::vector<sched::Site> points = points_.all();
  input.points = points;
  ChosenProfile profile;
  if (const std::size_t subjects = subjects_wanted(plan.strategy))
    profile = profile_.choose(plan.seed, subjects);
  ReadsFromPairs::Wishes wishes;
  if (std::size_t count = 0; takes_wishes(plan.strategy, count)) wishes = pairs_.choose(plan.seed, count);
  input.wishes = wishes;
  const bool exhaustive = plan.strategy == kExhaustive;
  if (exhaustive) exhaustive_.prepare(input);
  input.subjects = profile.subjects;
  input.profiled = profile.threads;
  foresight.prepare(input);
  auto ran = execute(session, input, schedule);
  if (!ran) {
    outcome.server_lost = true;
    return;
  }
  outcome = std::move(*ran);
  const runtime::Arena& arena = session.arena();
  counts_.add(schedule, plan.strategy, arena, outcome,
              ArenaReader(arena, options_.target.program).text(arena.result.message),
              ArenaReader(arena, options_.target.program).text(arena.result.external_name));
  if (options_.profile != nullptr) options_.profile->learn(schedule, arena, outcome);
  foresight.learn(input, arena);
  const bool grown = arena.result.point_count != 0 && points_.add(arena);
  if (exhaustive) exhaustive_.learn(arena, outcome, grown);
  if (exhaustive && exhaustive_.over()) stop_ = true;
  std::uint64_t longest = longest_;
  while (longest < arena.result.steps && !longest_.compare_exchange_weak(longest, arena.result.steps)) {
  }
  profile_.learn(arena);
  pairs_.learn(arena, wishes);
  fault_sites_.learn(ArenaReader(arena, options_.target.program), arena);
  determinism_.offer(schedule, options_.target, arena, outcome);
  for (const std::string& rule : defects_.add(arena, outcome, arena.request, schedule))
    if (stops_on(options_, rule)) stop_ = true;
}

void Campaign::work(std::unique_ptr<ExploreSession> session) {
  unsigned losses = 0;
  ForesightRuns foresight;
  for (std::uint64_t schedule = 0; next(schedule);) {
    if (session == nullptr) {
      auto again = ExploreSession::start(options_.target);
      if (!again) {
        counts_.trouble(options_.target.program, again.error().text());
        return;
      }
      session = std::move(*again);
    }
    RunOutcome outcome;
    one(*session, schedule, foresight, outcome);
    if (modes_.new_program_each() && !outcome.server_lost) session.reset();
    if (outcome.server_lost) {
      session.reset();
      if (++losses >= 5) {
        counts_.trouble(options_.target.program, "its server process was lost 5 times, last: " +
                                                     describe_status(outcome.reply.wait_status));
        return;
      }
    }
    report_progress("exploring", false);
    if (options_.checkpoint != nullptr) options_.checkpoint->offer([this] { return state(); });
  }
}

void Campaign::finish(CampaignResult& result) {
  const double seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  if (options_.shrink && defects_.size() != 0) {
    report_progress("shrinking", true);
    if (auto session = ExploreSession::start(options_.target))
      defects_.shrink_all(std::move(*session), options_.schedule_limit_ms, options_.shrink_budget_ms,
                          [&] { return options_.interrupted != nullptr && *options_.interrupted; });
  }
  result.findings = defects_.findings();
  check_determinism(result);
  if (const auto complaint = modes_.complaint()) counts_.trouble("--mode in-process", *complaint);
  result.undecided = counts_.undecided();
  result.stats = counts_.stats(seconds);
  if (searches()) result.stats["exhaustive"] = exhaustive_.stats();
  result.stats["repetition"] = modes_.stats();
  result.stats["points"] = points_.all().size();
  result.stats["defects"] = defects_.stats();
  result.something_ran = counts_.runs() != 0 || options_.before.schedules != 0;
  if (options_.checkpoint == nullptr) return;
  CampaignState last = state();
  last.findings = result.findings = united(options_.before.findings, result.findings);
  last.next = std::min(next_.load(), options_.schedules != 0 ? options_.schedules : next_.load());
  options_.checkpoint->store(last);
}

/// Several new processes, because two address layouts can be alike in what the program looks at.
void Campaign::check_determinism(CampaignResult& result) {
  FindingBuilder builder(options_.root);
  for (int process = 0; process < 4; ++process) {
    if (options_.interrupted != nullptr && *options_.interrupted) return;
    auto session = ExploreSession::start(options_.target);
    if (!session) return;
    auto finding = determinism_.run(**session, options_.target, options_.schedule_limit_ms, builder);
    if (!finding) continue;
    result.findings.push_back(std::move(*finding));
    return;
  }
}

Result<CampaignResult> Campaign::run() {
  auto first = ExploreSession::start(options_.target);
  if (!first) return first.error();
  std::vector<std::thread> others;
  const unsigned jobs = searches() ? 1 : options_.jobs; // each run of a search depends on the one before
  for (unsigned i = 1; i < jobs; ++i) {
    others.emplace_back([this] {
      if (auto session = ExploreSession::start(options_.target)) work(std::move(*session));
    });
  }
  work(std::move(*first));
  for (std::thread& other : others)
    other.join();
  CampaignResult result;
  finish(result);
  return result;
}

} // namespace

bool stops_on(const CampaignOptions& options, const std::string& rule) {
  return std::any_of(options.stop_on.begin(), options.stop_on.end(),
                     [&](const std::string& wanted) { return rule.starts_with(wanted); });
}

Result<CampaignResult> run_campaign(const CampaignOptions& options, const ScheduleStore& store) {
  return Campaign(options, store).run();
}

} // namespace burler::harness
