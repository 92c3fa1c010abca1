#include "harness/tsan_campaign.h"

#include "harness/finding_builder.h"
#include "harness/openmp_tool.h"
#include "harness/tsan_records.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace burler::harness {
namespace {

constexpr std::size_t kLogAtMost = 64u << 20; ///< a longer log is read up to here

std::string read_from_start(int descriptor) {
  std::string text;
  std::array<char, 65536> buffer{};
  for (off_t at = 0; text.size() < kLogAtMost;) {
    const ssize_t n = ::pread(descriptor, buffer.data(), buffer.size(), at);
    if (n <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(n));
    at += n;
  }
  return text;
}

struct TsanRun {
  TsanLog log;
  OutputTail output;
  bool timed_out = false;
  int status = 0;
};

/// What the program itself asks of its runs.
struct Needs {
  OpenmpTool openmp;
  bool suppresses = false;
};

Needs needs_of(const std::string& program) {
  const ElfDynamic image = read_elf_dynamic(program);
  return {find_openmp_tool(image, std::getenv("OMP_TOOL_LIBRARIES")),
          image.defines("__tsan_default_suppressions")};
}

Result<TsanRun> run_once(const CampaignOptions& options, const Needs& needs, std::uint64_t seed) {
  const Descriptor log(::memfd_create("burler-tsan-log", MFD_CLOEXEC));
  if (log.get() < 0)
    return Error{std::string("cannot make shared memory: ") + std::strerror(errno), "free some memory"};
  SpawnRequest spawn;
  spawn.command = {options.target.program};
  spawn.command.insert(spawn.command.end(), options.target.arguments.begin(), options.target.arguments.end());
  spawn.directory = options.target.directory;
  spawn.inherited = {log.get()};
  // ThreadSanitizer restarts itself without address randomisation where the kernel randomises too much; start
  // so.
  spawn.fixed_addresses = true;
  spawn.environment = {{"BURLER_TSAN_FD", std::to_string(log.get())},
                       {"BURLER_NOISE_SEED", std::to_string(seed)},
                       {"TSAN_OPTIONS", (needs.openmp.needed ? "ignore_noninstrumented_modules=1:" : "") +
                                            tsan_options(std::getenv("TSAN_OPTIONS"), needs.suppresses)}};
  if (!needs.openmp.archer.empty()) spawn.environment.emplace_back("OMP_TOOL_LIBRARIES", needs.openmp.archer);
  auto process = Process::spawn(spawn);
  if (!process) return process.error();
  TsanRun run;
  const auto limit = std::chrono::milliseconds(options.schedule_limit_ms);
  run.timed_out = (*process)->wait(-1, Clock::now() + limit) == Process::Event::timeout;
  (*process)->kill_all();
  run.status = (*process)->wait_status();
  run.output = (*process)->output();
  run.log = read_tsan_log(read_from_start(log.get()));
  return run;
}

class TsanCampaign {
public:
  explicit TsanCampaign(const CampaignOptions& options)
      : options_(options), needs_(needs_of(options.target.program)), builder_(options.root), started_(Clock::now()), next_(options.before.next) {
    for (const Finding& finding : options.before.findings)
      findings_.emplace(finding.fingerprint, finding);
  }
  Result<CampaignResult> run();

private:
  void work();
  bool next(std::uint64_t& number);
  void take(std::uint64_t number, std::uint64_t seed, const TsanRun& run);
  void failure(std::uint64_t number, const TsanRun& run);
  void add(Finding finding, std::uint64_t seed);
  std::uint64_t seed_of(std::uint64_t number) const {
    return options_.noise_seed ? *options_.noise_seed : options_.portfolio.plan(number).seed;
  }
  CampaignState state() const; ///< under the lock

  const CampaignOptions& options_;
  const Needs needs_;
  FindingBuilder builder_;
  Clock::time_point started_;
  std::mutex mutex_; ///< everything below
  std::uint64_t next_, done_ = 0, timeouts_ = 0, first_timeout_ = 0, reports_ = 0;
  bool stop_ = false;
  std::set<std::string> keys_;
  std::map<std::string, Finding> findings_;
  std::vector<Undecided> undecided_;
};

bool TsanCampaign::next(std::uint64_t& number) {
  const std::lock_guard guard(mutex_);
  const bool late = options_.time_limit_ms != 0 &&
                    Clock::now() - started_ + std::chrono::milliseconds(options_.before.milliseconds) >
                        std::chrono::milliseconds(options_.time_limit_ms);
  if (stop_ || late || (options_.interrupted != nullptr && *options_.interrupted)) return false;
  while (!options_.shard.owns(next_))
    ++next_;
  number = next_++;
  return options_.schedules == 0 || number < options_.schedules;
}

void TsanCampaign::add(Finding finding, std::uint64_t seed) {
  if (!needs_.openmp.trouble.empty() && finding.rule.starts_with("race/"))
    finding.confidence = Confidence::low;
  finding.replay = "burler stress --engine tsan --schedules 1 --noise-seed " + std::to_string(seed) + " -- " +
                   options_.target.program;
  for (const std::string& word : options_.target.arguments)
    finding.replay += " " + word;
  const std::string fingerprint = finding.fingerprint;
  const std::string rule = finding.rule;
  if (findings_.emplace(fingerprint, std::move(finding)).second && stops_on(options_, rule)) stop_ = true;
}

void TsanCampaign::failure(std::uint64_t number, const TsanRun& run) {
  if (run.timed_out) {
    if (timeouts_++ == 0) first_timeout_ = number;
    return;
  }
  if (run.status == 0) return;
  RawFinding death;
  death.rule = "run/crash";
  death.detail = describe_status(run.status);
  Finding finding = builder_.build(death);
  if (const std::string last = run.output.last_line(); !last.empty())
    finding.message += "; last output: " + last;
  finding.sides.clear();
  add(std::move(finding), seed_of(number));
}

void TsanCampaign::take(std::uint64_t number, std::uint64_t seed, const TsanRun& run) {
  const std::lock_guard guard(mutex_);
  ++done_;
  reports_ += run.log.findings.size();
  for (const RawFinding& raw : run.log.findings)
    if (keys_.insert(raw_key(raw)).second) add(builder_.build(raw), seed);
  failure(number, run);
  if (options_.checkpoint != nullptr) options_.checkpoint->offer([this] { return state(); });
  if (!options_.progress) return;
  Progress progress{done_, options_.schedules / options_.shard.count, 0, findings_.size(),
                    "running under ThreadSanitizer"};
  progress.per_second = static_cast<double>(done_) /
                        std::max(0.001, std::chrono::duration<double>(Clock::now() - started_).count());
  options_.progress(progress);
}

CampaignState TsanCampaign::state() const {
  CampaignState state;
  const std::uint64_t under_way = options_.jobs * options_.shard.count;
  state.next = std::max(options_.before.next, next_ > under_way ? next_ - under_way : 0);
  state.schedules = options_.before.schedules + done_;
  state.milliseconds =
      options_.before.milliseconds +
      static_cast<std::uint64_t>(
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_).count());
  for (const auto& [fingerprint, finding] : findings_)
    state.findings.push_back(finding);
  return state;
}

void TsanCampaign::work() {
  for (std::uint64_t number = 0; next(number);) {
    const std::uint64_t seed = seed_of(number);
    auto run = run_once(options_, needs_, seed);
    if (!run) {
      const std::lock_guard guard(mutex_);
      undecided_.push_back({"run " + std::to_string(number), run.error().text()});
      return;
    }
    take(number, seed, *run);
  }
}

Result<CampaignResult> TsanCampaign::run() {
  std::vector<std::thread> others;
  for (unsigned i = 1; i < options_.jobs; ++i)
    others.emplace_back([this] { work(); });
  work();
  for (std::thread& other : others)
    other.join();
  CampaignResult result;
  if (options_.checkpoint != nullptr) {
    CampaignState last = state();
    last.next = options_.schedules != 0 ? std::min(next_, options_.schedules) : next_;
    options_.checkpoint->store(last);
  }
  for (auto& [fingerprint, finding] : findings_)
    result.findings.push_back(std::move(finding));
  result.undecided = undecided_;
  if (!needs_.openmp.trouble.empty())
    result.undecided.push_back({options_.target.program, needs_.openmp.trouble});
  if (timeouts_ != 0)
    result.undecided.push_back(
        {"run " + std::to_string(first_timeout_), std::to_string(timeouts_) + " of " + std::to_string(done_) +
                                                      " runs did not end within their time limit; a "
                                                      "deadlock? `--engine explore` shows it step by step"});
  const double seconds = std::chrono::duration<double>(Clock::now() - started_).count();
  result.stats = {{"schedules", done_},
                  {"seconds", seconds},
                  {"reports", reports_},
                  {"timed_out", timeouts_},
                  {"schedules_per_second", seconds > 0 ? static_cast<double>(done_) / seconds : 0.0}};
  if (needs_.openmp.needed)
    result.stats["openmp"] = needs_.openmp.archer.empty() ? "no tool added" : needs_.openmp.archer;
  result.something_ran = done_ > 0 || options_.before.schedules != 0;
  return result;
}

} // namespace

std::string tsan_options(const char* users, bool names_wanted) {
  // exitcode=0: how the program itself ended stays visible. symbolize=0: names are found once, afterwards,
  // for all runs; suppressions by function need them inside.
  std::string text =
      "atexit_sleep_ms=0:report_thread_leaks=1:second_deadlock_stack=1:halt_on_error=0:exitcode=0:"
      "die_after_fork=0:history_size=7:symbolize=0";
  const std::string own = users == nullptr ? "" : users;
  if (names_wanted || own.find("suppressions=") != std::string::npos) text += ":symbolize=1";
  return own.empty() ? text : text + ":" + own;
}

Result<CampaignResult> run_tsan_campaign(const CampaignOptions& options) {
  return TsanCampaign(options).run();
}

} // namespace burler::harness
