#include "campaign_setup.h"
#include "commands.h"

#include "cli/output_options.h"
#include "harness/elf_image.h"
#include "harness/profile.h"
#include "harness/tsan_campaign.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <thread>
#include <unistd.h>

namespace burler::tool {
namespace {

using harness::LinkedEngine;

struct StressOptions {
  std::string engine, strategy, time, shard, mode, faults, out = "burler-out", schedule_limit = "10s";
  std::int64_t schedules = -1, jobs = -1, max_steps = 0;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> noise_seed;
  bool profile = false;
  unsigned profile_runs = 5;
  bool resume = false, stop_on_first = false, no_shrink = false, all_accesses = false, weak_memory = false;
  std::vector<std::string> stop_on, command;
  report::OutputRequest output;
};

void describe(CLI::App& app, StressOptions& o) {
  app.add_option(
      "--engine", o.engine,
      "explore or tsan: the one the program is linked with (default: look); preload: for a program "
      "that is linked with none");
  app.add_option(
      "--strategy", o.strategy,
      "strategies in turn: default, random, sticky[:PERCENT], pct[:DEPTH], ... (default: a portfolio)");
  app.add_option("--schedules", o.schedules,
                 "schedules to run over all shards (default 1000; tsan: 20 runs; no bound with --time)");
  app.add_option(
      "--mode", o.mode,
      "how schedules are run: in-process (again and again in one process), fork, process (started anew), or "
      "auto: in-process where state allows, else fork (default)");
  app.add_option("--time", o.time, "time limit: 30s, 10m, 2h");
  app.add_option("--seed", o.seed, "seed of the campaign (default 1)");
  app.add_option("--shard", o.shard,
                 "i/N: run the i-th of N parts (default: from the environment of the job array)");
  app.add_option("-j,--jobs", o.jobs, "schedules at a time (default: number of processors)");
  app.add_option("--schedule-timeout", o.schedule_limit, "wall-clock limit of one schedule (default 10s)");
  app.add_option("--max-steps", o.max_steps, "scheduling points in one schedule at most (default 1000000)");
  app.add_option("--faults", o.faults,
                 "what else may go wrong, in about half of the schedules: " + harness::known_faults() +
                     ", all; none: not even what the standards permit (the first three, in some schedules)");
  app.add_option("--out", o.out, "folder for recorded schedules (default burler-out)");
  app.add_flag("--resume", o.resume,
               "go on with the campaign in the folder of --out: its schedules, time and findings count");
  app.add_option("--noise-seed", o.noise_seed, "tsan: the noise seed itself, for one run again");
  app.add_flag("--stop-on-first", o.stop_on_first, "stop at the first finding");
  app.add_option("--stop-on", o.stop_on, "stop at the first finding of these rules: run/crash,deadlock/")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--no-shrink", o.no_shrink, "keep schedules as found");
  app.add_flag("--all-accesses", o.all_accesses,
               "every plain memory access is a scheduling point (slow, thorough)");
  app.add_flag("--weak-memory", o.weak_memory,
               "atomic loads may return older values, as C++20 allows and weak processors do");
  app.add_flag("--profile", o.profile,
               "also time locks and waits in free runs, and compare the results of the schedules");
  app.add_option("--profile-runs", o.profile_runs, "free runs of --profile (default 5)")
      ->check(CLI::Range(1u, 10'000u));
  app.add_option("command", o.command, "-- PROGRAM ARGUMENTS...")->required();
  cli::add_output_options(app, o.output);
  cli::add_standard_options(app);
  app.footer(
      "Build the program with `burler cxx`. Exit: 0 clean, 1 findings, 2 wrong usage, 3 could not decide.");
}

int usage_error(const Error& error) {
  std::cerr << "burler stress: " << error.text() << "\n";
  return to_int(ExitCode::usage);
}

void show_progress(const harness::Progress& p) {
  std::cerr << "\r\033[K" << p.phase << ": " << p.done;
  if (p.planned != 0) std::cerr << "/" << p.planned;
  std::cerr << ", " << static_cast<std::uint64_t>(p.per_second) << "/s, " << p.findings
            << (p.findings == 1 ? " finding" : " findings") << std::flush;
}

const char* engine_name(LinkedEngine engine) { return engine == LinkedEngine::tsan ? "tsan" : "explore"; }

/// Which engine to use, or the line that says why the program cannot be stressed (undecided, not wrong
/// usage). The preload engine is the explore engine with a target that preloads it.
Result<LinkedEngine> choose_engine(const StressOptions& o, harness::Target& target) {
  if (o.engine == "preload") {
    if (auto preloaded = preload_runtime(target); !preloaded) return preloaded.error();
    return LinkedEngine::explore;
  }
  const auto image = harness::read_elf_image(target.program);
  const LinkedEngine linked = image ? image->engine : LinkedEngine::none;
  const LinkedEngine wanted = o.engine == "tsan"      ? LinkedEngine::tsan
                              : o.engine == "explore" ? LinkedEngine::explore
                                                      : linked;
  if (linked == LinkedEngine::thread_sanitizer)
    return Error{target.program + ": built with plain ThreadSanitizer",
                 "link it with `burler cxx` (BURLER_ENGINE=explore or tsan) instead"};
  if (linked == LinkedEngine::none && image && image->is_elf)
    return Error{
        target.program + ": not built for stress testing",
        "build it with `burler cxx` as the compiler, or link the CMake target burler::explore; or say "
        "--engine preload to control its locks alone"};
  if (linked == LinkedEngine::none)
    return Error{target.program + ": a script or another kind of file, not a program built with `burler cxx`",
                 "name the built program itself"};
  if (wanted != linked)
    return Error{target.program + ": linked with engine " + engine_name(linked) + ", not " +
                     engine_name(wanted),
                 std::string("link it again with BURLER_ENGINE=") + engine_name(wanted) +
                     ", or say --engine " + engine_name(linked)};
  return linked;
}

Result<harness::CampaignOptions> campaign_options(const StressOptions& o, bool tsan) {
  harness::CampaignOptions c;
  auto portfolio = harness::Portfolio::parse(o.strategy, o.seed);
  auto limit = harness::parse_duration_ms(o.schedule_limit);
  auto shard = o.shard.empty() ? shard_from_environment() : parse_shard(o.shard);
  auto mode = harness::parse_run_mode(o.mode);
  if (!portfolio) return portfolio.error();
  if (!mode) return mode.error();
  auto faults = harness::parse_faults(o.faults);
  if (!faults) return faults.error();
  if (faults->wanted != 0 && o.strategy.find("exhaustive") != std::string::npos)
    return Error{"exhaustive search does not branch over faults",
                 "leave out --faults, or use another strategy"};
  c.faults = *faults;
  if (!limit) return limit.error();
  if (!shard) return shard.error();
  if (!o.time.empty()) {
    auto time = harness::parse_duration_ms(o.time);
    if (!time) return time.error();
    c.time_limit_ms = *time;
  }
  if (o.schedules == 0 || o.schedules < -1)
    return Error{"--schedules " + std::to_string(o.schedules) + " runs nothing", "give at least 1"};
  if (o.jobs == 0 || o.jobs < -1 || o.jobs > 1024)
    return Error{"--jobs " + std::to_string(o.jobs) + " cannot be", "give 1 to 1024"};
  if (o.max_steps < 0) return Error{"--max-steps must not be negative", ""};
  c.portfolio = *portfolio;
  c.shard = *shard;
  c.mode = *mode;
  c.schedule_limit_ms = static_cast<std::uint32_t>(std::min<std::uint64_t>(*limit, 24u * 3600 * 1000));
  c.schedules = o.schedules > 0        ? static_cast<std::uint64_t>(o.schedules)
                : c.time_limit_ms != 0 ? 0
                : tsan                 ? 20
                                       : 1000;
  c.jobs =
      o.jobs > 0 ? static_cast<unsigned>(o.jobs) : std::clamp(std::thread::hardware_concurrency(), 1u, 64u);
  c.max_steps = static_cast<std::uint64_t>(o.max_steps);
  c.stop_on = o.stop_on;
  if (o.stop_on_first) c.stop_on.emplace_back();
  c.shrink = !o.no_shrink;
  c.all_points = o.all_accesses;
  c.weak_memory = o.weak_memory;
  c.noise_seed = o.noise_seed;
  c.interrupted = &interrupted();
  if (::isatty(STDERR_FILENO) != 0) c.progress = show_progress;
  return c;
}

Result<harness::CampaignResult> explore(const StressOptions& o, harness::CampaignOptions campaign,
                                        Report& report) {
  auto store = harness::ScheduleStore::open(o.out);
  if (!store) return store.error();
  if (!o.profile) return harness::run_campaign(campaign, *store);
  harness::Profile profile(
      {campaign.target, campaign.root, o.profile_runs, campaign.schedule_limit_ms, campaign.interrupted});
  campaign.profile = &profile;
  auto result = harness::run_campaign(campaign, *store);
  if (!result) return result;
  for (Undecided& trouble : profile.measure())
    result->undecided.push_back(std::move(trouble));
  report.run.profile = profile.report();
  return result;
}

/// One line when repetition was given up; the report always has it.
void say_mode(const StressOptions& o, const nlohmann::json& stats) {
  const auto repetition = stats.find("repetition");
  if (o.output.quiet || repetition == stats.end() || !repetition->contains("reason")) return;
  std::cerr << "burler stress: schedules run in processes of their own: " << repetition->value("reason", "")
            << "\n";
}

void say_what_preload_sees(const StressOptions& o, Report& report) {
  const std::string limits =
      "memory and atomics are not observed: no races, and schedules change only at locks, "
      "waits, threads, files and time";
  report.run.stats["limits"] = limits;
  if (!o.output.quiet) std::cerr << "burler stress: engine preload: " << limits << "\n";
}

std::vector<std::string> command_line(int argc, char** argv) {
  std::vector<std::string> words = {"burler", "stress"};
  words.insert(words.end(), argv + 1, argv + argc);
  return words;
}

} // namespace

int stress_command(int argc, char** argv) {
  CLI::App app("Runs a program under many controlled, recorded schedules and reports what breaks.",
               "burler stress");
  StressOptions o;
  describe(app, o);
  if (const int code = cli::parse(app, argc, argv); code >= 0) return code;
  if (!o.engine.empty() && o.engine != "explore" && o.engine != "tsan" && o.engine != "preload")
    return usage_error({"unknown engine '" + o.engine + "'", "use explore, tsan or preload"});
  auto target = make_target(o.command);
  if (!target) return usage_error(target.error());
  catch_interrupts();

  Report report;
  report.run.kind = "stress";
  report.run.command = command_line(argc, argv);
  const auto engine = choose_engine(o, *target);
  const bool tsan = engine && *engine == LinkedEngine::tsan;
  if (engine)
    if (auto fitting = check_options(app, tsan); !fitting) return usage_error(fitting.error());
  auto campaign = campaign_options(o, tsan);
  if (!campaign) return usage_error(campaign.error());
  campaign->target = *target;
  // What code that is not observed changed cannot be taken back.
  if (!target->preload.empty() && campaign->mode != harness::RunMode::process)
    campaign->mode = harness::RunMode::fork;
  campaign->root = o.output.root.empty()
                       ? target->directory
                       : std::filesystem::absolute(o.output.root).lexically_normal().string();
  report.run.shard = campaign->shard.text();
  // Short runs of the tsan engine leave nothing behind.
  std::unique_ptr<harness::Checkpoint> checkpoint;
  if (engine && (!tsan || o.resume || !o.time.empty())) {
    auto prepared = prepare_checkpoint(*campaign, o.out, o.strategy, o.seed, o.resume);
    if (!prepared) return usage_error(prepared.error());
    checkpoint = std::move(*prepared);
    std::error_code failed;
    std::filesystem::create_directories(o.out, failed); // one that cannot be made is named later
    campaign->checkpoint = checkpoint.get();
  }
  bool something_ran = false;
  const Result<harness::CampaignResult> result = !engine ? Result<harness::CampaignResult>(engine.error())
                                                 : tsan  ? harness::run_tsan_campaign(*campaign)
                                                         : explore(o, *campaign, report);
  if (campaign->progress) std::cerr << "\r\033[K";
  if (result) {
    report.findings = result->findings;
    report.run.undecided = result->undecided;
    report.run.stats = result->stats;
    if (o.resume) report.run.stats["schedules_before"] = campaign->before.schedules;
    report.run.stats["engine"] = tsan ? "tsan" : campaign->target.preload.empty() ? "explore" : "preload";
    if (!campaign->target.preload.empty()) say_what_preload_sees(o, report);
    something_ran = result->something_ran;
    say_mode(o, result->stats);
    if (const auto search = result->stats.find("exhaustive");
        search != result->stats.end() && !o.output.quiet)
      std::cerr << "burler stress: " << search->value("statement", "") << "\n";
  } else {
    report.run.undecided.push_back({target->program, result.error().text()});
  }
  if (interrupted())
    report.run.undecided.push_back({"campaign", "interrupted; the report holds what was found so far"});
  return to_int(report::emit(std::move(report), o.output, something_ran));
}

} // namespace burler::tool
