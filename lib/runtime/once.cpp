// One controlled run without a harness: BURLER_RUN="strategy=pct:3,seed=7,record=a.schedule.json,log=-".
#include "runtime/real.h"
#include "runtime/state.h"

#include "sched/recording.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace burler::runtime {

void run_once(const char* settings);

namespace {

struct Settings {
  std::string strategy = "default", replay, record, log = "-";
  std::uint64_t seed = 1, max_steps = 0, flags = 0;
};

bool set(Settings& s, const std::string& key, const std::string& value) {
  if (key == "strategy")
    s.strategy = value;
  else if (key == "seed")
    s.seed = std::strtoull(value.c_str(), nullptr, 0);
  else if (key == "max_steps")
    s.max_steps = std::strtoull(value.c_str(), nullptr, 0);
  else if (key == "flags")
    s.flags |= std::strtoull(value.c_str(), nullptr, 0);
  else if (key == "points" && value == "all")
    s.flags |= flag_all_points;
  else if (key == "replay")
    s.replay = value;
  else if (key == "record")
    s.record = value;
  else if (key == "log")
    s.log = value;
  else
    return false;
  return true;
}

[[noreturn]] void refuse(const std::string& text) {
  std::fprintf(stderr, "burler: BURLER_RUN: %s\n", text.c_str());
  _exit(2);
}

Settings parse(const std::string& text) {
  Settings settings;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string item = text.substr(at, end - at);
    const std::size_t equal = item.find('=');
    if (equal == std::string::npos || !set(settings, item.substr(0, equal), item.substr(equal + 1)))
      refuse("'" + item + "' is not known; see runtime/protocol.h for the keys");
    at = end + 1;
  }
  return settings;
}

void load(const Settings& settings, Arena& arena) {
  auto recording = sched::read_recording(settings.replay);
  if (!recording) refuse(recording.error().text());
  const sched::Recording& r = *recording;
  Request& request = arena.request;
  request.mode = r.switches.empty() ? Mode::replay : Mode::guided;
  request.flags = r.flags;
  request.seed = r.seed;
  request.realtime_base_ns = r.realtime_base_ns;
  request.max_steps = r.max_steps;
  std::snprintf(request.strategy, sizeof request.strategy, "%s", r.strategy.c_str());
  for (const Step& step : r.steps)
    if (request.step_count < max_steps_recorded) arena.input_steps[request.step_count++] = step;
  for (const sched::Switch& s : r.switches)
    if (request.switch_count < max_switches) arena.input_switches[request.switch_count++] = s;
  for (const sched::Site site : r.point_sites)
    if (request.point_count < max_points) arena.input_points[request.point_count++] = site;
}

void save(const Settings& settings, const Arena& arena) {
  sched::Recording r;
  r.program = arena.modules[0];
  r.strategy = arena.request.strategy;
  r.seed = arena.request.seed;
  r.flags = arena.request.flags;
  r.realtime_base_ns = arena.request.realtime_base_ns;
  r.max_steps = arena.request.max_steps;
  r.verdict = name_of(arena.result.verdict);
  if (arena.result.finding_count) r.rule = rule_of(arena.findings[0].defect);
  for (std::uint32_t i = 0; i < arena.module_count; ++i)
    r.modules.emplace_back(arena.modules[i]);
  r.point_sites.assign(arena.input_points, arena.input_points + arena.request.point_count);
  r.steps.assign(arena.steps, arena.steps + arena.result.step_count);
  if (const Status status = sched::write_recording(r, settings.record); !status)
    refuse(status.error().text());
}

void log_result(const Settings& settings, const Arena& arena, int status) {
  std::FILE* out = settings.log == "-" ? stderr : std::fopen(settings.log.c_str(), "w");
  if (!out) return;
  const Result& result = arena.result;
  const int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  std::fprintf(out,
               "burler: verdict=%s status=%d steps=%llu switches=%llu threads=%u findings=%u points=%u%s%s\n",
               name_of(result.verdict), code, static_cast<unsigned long long>(result.steps),
               static_cast<unsigned long long>(result.switches), result.thread_count, result.finding_count,
               result.point_count, result.message ? " message=" : "", arena.text_pool + result.message);
  for (std::uint32_t i = 0; i < result.finding_count; ++i) {
    const FindingRecord& finding = arena.findings[i];
    std::fprintf(out, "finding %s object=%u %s\n", rule_of(finding.defect), finding.object,
                 arena.text_pool + finding.text);
    for (std::uint32_t n = 0; n < finding.side_count; ++n) {
      const SideRecord& side = finding.sides[n];
      std::fprintf(out, "  thread %u %s object=%u locks=%u stack", side.thread, name_of(side.kind),
                   side.object, side.lock_count);
      for (std::uint32_t f = 0; f < side.stack.count; ++f) {
        const sched::Site site = arena.stack_pool[side.stack.first + f];
        std::fprintf(out, " %u:%llx", sched::site_module(site),
                     static_cast<unsigned long long>(sched::site_offset(site)));
      }
      std::fprintf(out, "\n");
    }
  }
  if (result.divergence.happened)
    std::fprintf(out,
                 "diverged at step %u: %s (expected thread %u %s object %u, got thread %u %s object %u)\n",
                 result.divergence.step, arena.text_pool + result.divergence.reason,
                 result.divergence.expected.thread, sched::name_of(result.divergence.expected.op),
                 result.divergence.expected.object, result.divergence.actual.thread,
                 sched::name_of(result.divergence.actual.op), result.divergence.actual.object);
  if (out != stderr) std::fclose(out);
}

} // namespace

/// The run is a child, so that whatever happens to it there is somebody left to write the recording.
void run_once(const char* text) {
  const Settings settings = parse(text);
  void* memory =
      mmap(nullptr, sizeof(Arena), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) refuse("no memory for the arena");
  auto& arena = *static_cast<Arena*>(memory);
  g.arena = &arena;
  arena.request.seed = settings.seed;
  arena.request.max_steps = settings.max_steps;
  std::snprintf(arena.request.strategy, sizeof arena.request.strategy, "%s", settings.strategy.c_str());
  if (!settings.replay.empty()) load(settings, arena);
  arena.request.flags |= static_cast<std::uint32_t>(settings.flags);
  load_modules();
  unsetenv("BURLER_RUN");
  const pid_t child = BURLER_REAL(fork)();
  if (child == 0) {
    start_run();
    return;
  }
  int status = 0;
  while (BURLER_REAL(waitpid)(child, &status, 0) < 0 && errno == EINTR) {
  }
  log_result(settings, arena, status);
  if (!settings.record.empty()) save(settings, arena);
  _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

} // namespace burler::runtime
