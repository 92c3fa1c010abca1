#include "commands.h"

#include "cli/output_options.h"
#include "harness/elf_image.h"
#include "harness/fault_story.h"
#include "harness/interleaving.h"
#include "harness/recorded_names.h"
#include "harness/rerun.h"
#include "harness/trace_export.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace burler::tool {
namespace {

using namespace harness;

struct ReplayOptions {
  std::string file, trace_out;
  bool shrink = false, no_table = false, show_output = false;
  unsigned times = 1;
  std::size_t steps = 200;
  std::uint32_t limit_ms = 60'000;
  std::vector<std::string> command;
  report::OutputRequest output;
};

void describe(CLI::App& app, ReplayOptions& o) {
  app.add_option("file", o.file, "the recorded schedule, *.schedule.json")->required();
  app.add_flag("--shrink", o.shrink,
               "look for a shorter schedule with the same defect and store it in the file");
  app.add_option("--times", o.times, "replay N times and say how often the defect showed")
      ->check(CLI::Range(1u, 1'000'000u));
  app.add_option("--trace-out", o.trace_out, "write the run as a Chrome trace (opens in ui.perfetto.dev)");
  app.add_option("--steps", o.steps, "rows of the table at most (default 200)")
      ->check(CLI::Range(10u, 1'000'000u));
  app.add_flag("--no-table", o.no_table, "do not print the interleaving");
  app.add_flag("--show-output", o.show_output, "print what the program printed");
  app.add_option("command", o.command, "-- PROGRAM ARGUMENTS...: instead of the recorded ones");
  cli::add_output_options(app, o.output);
  cli::add_standard_options(app);
  app.footer("Exit: 1 the recorded defect shows again, 0 the run is clean, 2 wrong recording or program, 3 "
             "the run left the recording.");
}

int fail(const Error& error, ExitCode code = ExitCode::usage) {
  std::cerr << "burler replay: " << error.text() << "\n";
  return to_int(code);
}

/// The program of the recording, or the one on the command line. Another build of it is followed all the
/// same: every step is compared.
Result<Target> target_of(const sched::Recording& recording, const ReplayOptions& o) {
  std::vector<std::string> words = o.command;
  if (words.empty()) words.push_back(recording.program);
  auto target = make_target(words);
  if (!target) return Error{target.error().message, "or name the program: burler replay FILE -- PROGRAM"};
  if (o.command.size() <= 1) target->arguments = recording.arguments;
  if (!recording.directory.empty() && std::filesystem::is_directory(recording.directory))
    target->directory = recording.directory;
  if ((recording.flags & runtime::flag_preload) != 0)
    if (auto preloaded = preload_runtime(*target); !preloaded) return preloaded.error();
  return target;
}

bool is_other_build(const sched::Recording& recording, const Target& target) {
  return recording.build_id != target.build_id;
}

std::string id_text(const std::string& id) { return id.empty() ? "(none)" : id; }

/// Plain accesses that were scheduling points are looked up in the program as it is now.
void find_points_again(sched::Recording& recording, const Target& target) {
  FoundPoints found = find_points(recording, target);
  if (is_other_build(recording, target))
    std::cerr << "burler replay: warning: " << target.program << " is another build (build id "
              << id_text(target.build_id) << ") than the one recorded (" << id_text(recording.build_id)
              << "); every step is compared with the recording\n";
  if (found.lost != 0)
    std::cerr << "burler replay: warning: " << found.lost << " of " << recording.point_sites.size()
              << " memory accesses that were scheduling points are not in this build\n";
  recording.point_sites = std::move(found.sites);
  recording.point_names.clear();
}

std::size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40 ? size.ws_col : 140;
}

std::string divergence_text(const sched::Recording& recording, const Target& target,
                            const ArenaReader& reader, FindingBuilder& builder,
                            const runtime::Divergence& d) {
  std::string text = "the run left the recording at step " + std::to_string(d.step);
  if (const std::string reason = reader.text(d.reason); !reason.empty()) text += ": " + reason;
  std::string recorded = recorded_step(recording, d.expected), now = met_step(d.actual, reader, builder);
  if (recorded == now && d.expected.object != d.actual.object) {
    // The same line, but something else was used for the first time before.
    recorded += " (object " + std::to_string(d.expected.object) + " in order of first use)";
    now += " (object " + std::to_string(d.actual.object) + ")";
  }
  text += "\n  recorded: " + recorded + "\n  now:      " + now;
  return text + (is_other_build(recording, target)
                     ? "\n  The program was changed since, or depends on something outside the schedule."
                     : "\n  The program depends on something outside the schedule (input, environment, "
                       "uninitialised memory).");
}

struct Replays {
  unsigned shown = 0, diverged = 0, done = 0;
  std::string trouble;           ///< of the last bad run
  std::vector<Finding> findings; ///< of the last run
};

class Replayer {
public:
  Replayer(const ReplayOptions& o, Target target, sched::Recording recording)
      : o_(o), target_(std::move(target)), recording_(std::move(recording)),
        builder_(o.output.root.empty() ? std::filesystem::current_path().string() : o.output.root) {}
  int run();

private:
  bool once(ExploreSession& session, Replays& replays);
  void tell_story(const ExploreSession& session);
  Status do_shrink(ExploreSession& session);
  /// The defect of the recording; by rule where the fingerprint is not known.
  bool is_recorded(const Finding& finding) const {
    if (!recording_.fingerprint.empty() && finding.fingerprint == recording_.fingerprint) return true;
    // Names in a fingerprint come from sources, which may have moved with another build.
    if (!recording_.fingerprint.empty() && !is_other_build(recording_, target_)) return false;
    return recording_.rule.empty() || finding.rule == recording_.rule;
  }
  int conclude(const Replays& replays);

  const ReplayOptions& o_;
  Target target_;
  sched::Recording recording_;
  FindingBuilder builder_;
  std::vector<RawFinding> last_raw_; ///< of the last run
};

bool Replayer::once(ExploreSession& session, Replays& replays) {
  const auto outcome = session.run(strict_replay(recording_, o_.limit_ms));
  if (!outcome || outcome->server_lost) {
    replays.trouble = "the program's server ended: " +
                      (outcome ? describe_status(outcome->reply.wait_status) : outcome.error().text());
    return false;
  }
  ++replays.done;
  if (o_.show_output) std::cout << "--- output of the program ---\n" << outcome->output.text() << "---\n";
  const runtime::Arena& arena = session.arena();
  const ArenaReader reader(arena, target_.program);
  if (outcome->reply.timed_out != 0)
    replays.trouble = "the replay did not end within " + std::to_string(o_.limit_ms / 1000) + " s";
  if (arena.result.divergence.happened != 0) {
    ++replays.diverged;
    replays.trouble = divergence_text(recording_, target_, reader, builder_, arena.result.divergence);
  }
  replays.findings.clear();
  bool same = false;
  last_raw_ = raw_findings(reader, arena, *outcome);
  for (const RawFinding& raw : last_raw_) {
    replays.findings.push_back(builder_.build(raw));
    same = same || is_recorded(replays.findings.back());
    replays.findings.back().message += fault_note(reader, arena, builder_);
  }
  replays.shown += same;
  return true;
}

void Replayer::tell_story(const ExploreSession& session) {
  const ArenaReader reader(session.arena(), target_.program);
  auto story = tell(reader, session.arena(), builder_, o_.trace_out.empty() ? o_.steps : 100'000);
  add_faults(story, reader, session.arena(), builder_);
  for (const RawFinding& raw : last_raw_)
    if (is_recorded(builder_.build(raw))) add_ending(story, raw, builder_);
  std::vector<std::string> names;
  RawFinding holder;
  for (unsigned i = 0; i < std::min(session.arena().result.thread_count, runtime::max_threads); ++i) {
    holder.threads[i] = reader.thread(i);
    names.push_back(builder_.names().thread(holder, i));
  }
  if (!o_.trace_out.empty())
    if (auto written = report::write_whole(o_.trace_out, chrome_trace(story, names)); !written)
      fail(written.error());
  const bool stdout_taken = o_.output.json == "-" || o_.output.sarif == "-" || o_.trace_out == "-";
  if (o_.no_table || o_.output.quiet || stdout_taken) return;
  std::cout << table(story, names, terminal_width()) << "\n";
}

Status Replayer::do_shrink(ExploreSession& session) {
  Replays before;
  if (!once(session, before) || before.findings.empty())
    return Error{"the recording does not show its defect, nothing to shrink", before.trouble};
  std::string fingerprint = before.findings.front().fingerprint;
  for (const Finding& finding : before.findings)
    if (is_recorded(finding)) fingerprint = finding.fingerprint;
  const auto deadline = Clock::now() + std::chrono::minutes(2);
  auto shrunk = shrink(session, target_, recording_, fingerprint, builder_, o_.limit_ms,
                       [&] { return interrupted() || Clock::now() > deadline; });
  if (!shrunk) return shrunk.error();
  std::cerr << "burler replay: " << shrunk->switches_before << " switches, after shrinking "
            << shrunk->switches_after << " (" << shrunk->runs << " runs)\n";
  if (!shrunk->reproduced || shrunk->recording.steps.empty()) return {};
  recording_ = std::move(shrunk->recording);
  if (auto again = session.run(strict_replay(recording_, o_.limit_ms)); !again) return again.error();
  add_names(recording_, ArenaReader(session.arena(), target_.program), builder_);
  return sched::write_recording(recording_, o_.file);
}

int Replayer::conclude(const Replays& replays) {
  if (replays.diverged != 0 || replays.done < o_.times) {
    std::cerr << "burler replay: " << replays.trouble << "\n";
    return to_int(ExitCode::undecided);
  }
  if (!o_.output.quiet)
    std::cerr << "burler replay: " << replays.done << (replays.done == 1 ? " replay" : " replays")
              << " step by step as recorded, "
              << (replays.shown == replays.done ? "the defect showed every time"
                                                : "the defect showed in " + std::to_string(replays.shown))
              << "\n";
  Report report;
  report.run.kind = "stress";
  report.run.command = {"burler", "replay", o_.file};
  report.findings = replays.findings;
  for (Finding& finding : report.findings)
    if (is_recorded(finding)) finding.replay = "burler replay " + o_.file;
  report.run.stats = {{"replays", replays.done}, {"shown", replays.shown}};
  if (!replays.trouble.empty()) report.run.undecided.push_back({o_.file, replays.trouble});
  return to_int(report::emit(std::move(report), o_.output, replays.done != 0));
}

int Replayer::run() {
  auto session = ExploreSession::start(target_);
  if (!session) return fail(session.error(), ExitCode::undecided);
  (*session)->number_modules(modules_of(recording_, target_));
  if (o_.shrink)
    if (auto done = do_shrink(**session); !done) return fail(done.error(), ExitCode::undecided);
  Replays replays;
  for (unsigned i = 0; i < o_.times && !interrupted(); ++i)
    if (!once(**session, replays)) break;
  tell_story(**session);
  return conclude(replays);
}

} // namespace

int replay_command(int argc, char** argv) {
  CLI::App app("Runs one recorded schedule again, checks every step, and shows the interleaving.",
               "burler replay");
  ReplayOptions o;
  describe(app, o);
  if (const int code = cli::parse(app, argc, argv); code >= 0) return code;
  auto recording = sched::read_recording(o.file);
  if (!recording) return fail(recording.error());
  auto target = target_of(*recording, o);
  if (!target) return fail(target.error());
  catch_interrupts();
  find_points_again(*recording, *target);
  return Replayer(o, std::move(*target), std::move(*recording)).run();
}

} // namespace burler::tool
